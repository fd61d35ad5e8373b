"""Addresses of the feed: of a community whose feed everybody reads, and of one that keeps it to members."""

from datetime import timedelta

from communities.models import CommunityPage
from communities.permissions import forget
from feed import actions as feed
from feed.models import PostKind
from tests.access.route import (
    IN,
    NO_METHOD_AFTER_SIGN_IN,
    READ,
    Route,
    everybody,
    only,
    signed_in,
)
from tests.cast import NOON, make_community, make_member
from tests.pictures import jpeg

K = PostKind
MODERATORS = ("vera", "olga")
OFFICIALS = ("gleb", "nina")
# Who reads the feed that its community keeps to members: the author there is `lida`.
CLOSED = everybody(404).but(**dict.fromkeys(("lida", "gleb", "nina", "olga"), 200))


def place(world):
    return [world.community.slug]


def of(thing, *more):
    return lambda world: [
        getattr(world, thing).community.slug,
        getattr(world, thing).public_id,
        *(p(world) for p in more),
    ]


def pressed(*roles):
    """A button: whoever may is led back, the others are refused, a guest is asked to sign in."""
    return only(*roles, status=302)


def kinds(*roles):
    """A form of a new post."""
    return only(*roles)


def moderated(name, *roles):
    """A page with a form that comes back with its errors when it is empty."""
    return Route(f"feed:{name}", only(*roles), only(*roles), of("question"))


def photo_id(world):
    return world.pictured.photos.get().photo.public_id


ROUTES = [
    Route("feed:tab", READ, args=place),
    Route("feed:fresh", READ, args=place),
    Route("feed:post", READ, args=of("question")),
    Route("feed:post_history", READ, args=of("question")),
    Route("feed:photo", READ, args=of("pictured", photo_id)),
    Route(
        "feed:new",
        kinds("anna", "lida", "vera"),
        kinds("anna", "lida", "vera"),
        lambda world: [*place(world), K.QUESTION],
    ),
    Route(
        "feed:new",
        kinds("vera", *OFFICIALS),
        kinds("vera", *OFFICIALS),
        lambda world: [*place(world), K.OUTAGE],
    ),
    Route("feed:access", only(*MODERATORS), only(*MODERATORS), place),
    Route("feed:post_edit", only("lida"), only("lida"), of("question")),
    Route("feed:post_report", signed_in().but(lida=403), signed_in().but(lida=403), of("question")),
    Route("feed:post_appeal", only("lida"), only("lida"), of("hidden_post")),
    Route("feed:post_pin", NO_METHOD_AFTER_SIGN_IN, pressed(*MODERATORS), of("question")),
    Route("feed:post_unpin", NO_METHOD_AFTER_SIGN_IN, pressed(*MODERATORS), of("question")),
    moderated("post_hide", *MODERATORS),
    moderated("post_redact", *MODERATORS),
    moderated("post_block", *MODERATORS),
    Route("feed:post_restore", NO_METHOD_AFTER_SIGN_IN, pressed("olga"), of("hidden_post")),
    Route("feed:post_dismiss", NO_METHOD_AFTER_SIGN_IN, pressed(*MODERATORS), of("question")),
    Route("feed:post_decide", NO_METHOD_AFTER_SIGN_IN, pressed("olga"), of("hidden_post")),
    Route("feed:poll", NO_METHOD_AFTER_SIGN_IN, pressed("anna", "lida", "vera"), of("asked_all")),
    Route(
        "feed:poll_close",
        only("lida", *MODERATORS),
        only("lida", *MODERATORS, status=302),
        of("asked_all"),
    ),
    Route("feed:photo_blur", only("lida", *MODERATORS), only("lida", *MODERATORS), of("pictured", photo_id)),
    Route("feed:photo_remove", NO_METHOD_AFTER_SIGN_IN, pressed("lida"), of("pictured", photo_id)),
    # A feed kept to members.
    Route("feed:tab", READ, args=lambda world: [world.closed.slug]),
    Route("feed:fresh", CLOSED, args=lambda world: [world.closed.slug]),
    Route("feed:post", CLOSED, args=of("closed_post")),
    Route("feed:post_history", CLOSED, args=of("closed_post")),
    Route("feed:photo", CLOSED, args=of("closed_post", lambda world: world.closed_post.photos.get().photo.public_id)),
    Route(
        "feed:post_report",
        CLOSED.but(guest=IN, lida=403),
        CLOSED.but(guest=IN, lida=403),
        of("closed_post"),
    ),
    Route(
        "feed:branch",
        CLOSED,
        args=lambda world: [world.closed_comment.public_id],
    ),
    Route(
        "feed:write",
        CLOSED.but(guest=IN),
        CLOSED.but(guest=IN),
        lambda world: [world.closed_post.thread.public_id],
    ),
]


def _pictured(world, community, title):
    author = world.people.author
    taken = feed.take_photos(community, [jpeg()], by=author, description=f"{world.word} двор")
    return feed.publish(community, by=author, kind=K.PHOTO, title=title, photos_taken=taken)


def fill(world) -> None:
    """A post of each kind that matters, one of them hidden; the feed of another building, kept to members."""
    word, community, author = world.word, world.community, world.people.author
    world.question = feed.publish(
        community, by=author, kind=K.QUESTION, title=f"{word} вопрос", text=f"{word}: когда?"
    )
    feed.edit_post(world.question, by=author, title=f"{word} вопрос", text=f"{word}: когда же?")
    feed.report_words(world.question, by=world.people.elder, reason="spam", note=f"{word} жалоба")
    world.asked_all = feed.publish(
        community, by=author, kind=K.POLL, title=f"{word} опрос", options=["Да", "Нет"],
        ends_at=NOON + timedelta(days=3),
    )  # fmt: skip
    world.hidden_post = feed.publish(community, by=author, kind=K.QUESTION, title=f"Тайный {word} вопрос")
    feed.hide_words(world.hidden_post, by=world.people.elder, reason="spam")
    world.pictured = _pictured(world, community, f"{word} снимок")
    world.closed = make_community(world.town, f"{word}, закрытый дом", slug=f"closed-{world.town.pk}")
    make_member(author, world.closed)
    forget(author)
    world.closed_post = _pictured(world, world.closed, f"Закрытое {word}")
    feed.edit_post(world.closed_post, by=author, title=f"Закрытое {word} фото", text="Для своих")
    world.closed_comment = feed.comment(world.closed_post.thread, by=author, text=f"Закрытое {word} слово")
    CommunityPage.objects.filter(pk=world.closed.pk).update(feed_access="members")
