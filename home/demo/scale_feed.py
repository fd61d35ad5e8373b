"""Synthetic posts for measurements: plain rows in bulk in the feed of the busiest community and of the others."""

from datetime import timedelta

from core import clock
from core.text import public_id
from feed.models import Comment, Post, PostKind, Thread

# What one unit of scale adds: posts in all, and comments under the newest of them.
POSTS, REPLIES = 40, 20
BATCH = 2000
KINDS = (PostKind.QUESTION, PostKind.ANNOUNCEMENT, PostKind.QUESTION, PostKind.EVENT, PostKind.OUTAGE)


def multiply_posts(town, communities, users, times: int, *, mark: str) -> int:
    """Half of the posts stand in the first community, the rest in the others; how many were made."""
    now = clock.now()
    busiest, *others = communities
    posts, threads = [], []
    for number in range(POSTS * times):
        community = busiest if number % 2 or not others else others[number // 2 % len(others)]
        at = now - timedelta(minutes=7 * (number + 1))
        kind = KINDS[number % len(KINDS)]
        answered = kind == PostKind.QUESTION and number % 10
        name = public_id()
        title = f"Запись {number + 1}, {mark}"
        threads.append(
            Thread(
                municipality=town,
                community=community,
                is_open=True,
                in_feed=True,
                title=title,
                url=f"/communities/{community.slug}/feed/{name}/",
            )
        )
        posts.append(
            Post(
                public_id=name,
                municipality=town,
                community=community,
                author=users[number % len(users)],
                kind=kind,
                title=title,
                text=f"Текст записи: {mark}, без смысла и без людей.",
                search_text=f"запись {number + 1} {mark}",
                starts_at=at if kind in (PostKind.EVENT, PostKind.OUTAGE) else None,
                created_at=at,
                active_at=at,
                answer_due=at + timedelta(hours=24) if kind == PostKind.QUESTION else None,
                answered_at=at + timedelta(hours=3) if answered else None,
            )
        )
    Thread.objects.bulk_create(threads, batch_size=BATCH)
    for post, thread in zip(posts, threads, strict=True):
        post.thread = thread
    Post.objects.bulk_create(posts, batch_size=BATCH)
    newest = next(thread for thread in threads if thread.community_id == busiest.pk)
    Comment.objects.bulk_create(
        (
            Comment(thread=newest, author=users[number % len(users)], text=f"Мнение, {mark}", created_at=now)
            for number in range(REPLIES * times)
        ),
        batch_size=BATCH,
    )
    Thread.objects.filter(pk=newest.pk).update(comment_count=REPLIES * times)
    return len(posts)
