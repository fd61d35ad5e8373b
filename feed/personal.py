"""What discussions and feeds keep about people: their words, pictures, voices, complaints and blocks."""

from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext

from accounts.keepers import Keeper, Parting, register
from accounts.models import User
from feed.models import AbuseReport, AuthorBlock, Comment, CommentRevision, PollVoice, Post, PostPhoto, PostRevision


def _export(person: User) -> dict:
    return {
        "comments": [_comment(comment) for comment in _comments(person)],
        "posts": [_post(post) for post in _posts(person)],
        "poll_answers": list(
            PollVoice.objects.filter(user=person).order_by("pk").values("post__title", "option__text")
        ),
        "complaints": list(
            AbuseReport.objects.filter(reporter=person)
            .order_by("pk")
            .values("comment__public_id", "post__public_id", "reason", "note", "state", "created_at", "decided_at")
        ),
        "blocks": list(
            AuthorBlock.objects.filter(user=person)
            .order_by("pk")
            .values("community__title", "reason", "until", "created_at")
        ),
    }


def _comments(person):
    return (
        Comment.objects.filter(author=person)
        .select_related("thread", "department")
        .prefetch_related("revisions")
        .order_by("pk")
    )


def _comment(comment) -> dict:
    return {
        "id": comment.public_id,
        "discussion": comment.thread.title,
        "at": comment.created_at,
        "text": comment.text,
        "is_official": comment.is_official,
        "department": comment.department and comment.department.name,
        "position": comment.position,
        "edited_at": comment.edited_at,
        "earlier": [{"at": row.written_at, "text": row.text} for row in comment.revisions.all()],
        "hidden_at": comment.hidden_at,
        "hidden_reason": comment.hidden_reason,
        "appeal": comment.appeal_text,
    }


def _posts(person):
    return (
        Post.objects.filter(author=person)
        .select_related("community", "department", "organisation")
        .prefetch_related("revisions", "options", "photos__photo")
        .order_by("pk")
    )


def _post(post) -> dict:
    office = post.department or post.organisation
    return {
        "id": post.public_id,
        "community": post.community.title,
        "kind": post.kind,
        "at": post.created_at,
        "title": post.title,
        "text": post.text,
        "place": post.place,
        "starts_at": post.starts_at,
        "ends_at": post.ends_at,
        "answers": [option.text for option in post.options.all()],
        "photos": [
            {"file": _name(row.photo), "description": row.photo.description}
            for row in post.photos.all()
            if row.photo.uploaded_by_user_id == post.author_id
        ],
        "is_official": post.is_official,
        "office": office and office.name,
        "position": post.position,
        "edited_at": post.edited_at,
        "earlier": [{"at": row.written_at, "title": row.title, "text": row.text} for row in post.revisions.all()],
        "hidden_at": post.hidden_at,
        "hidden_reason": post.hidden_reason,
        "appeal": post.appeal_text,
    }


def _name(photo) -> str:
    return f"photos/{photo.public_id}.jpg"


def _files(person: User):
    rows = PostPhoto.objects.filter(post__author=person, photo__uploaded_by_user=person).select_related("photo")
    yield from ((_name(row.photo), row.photo.file) for row in rows.order_by("pk"))


def _erase_posts(person: User, parting: Parting) -> None:
    mine = Post.objects.filter(author=person)
    parting.delete("earlier_words", PostRevision.objects.filter(post__author=person))
    mine.exclude(appeal_text="").update(appeal_text="")
    wordless = Q(hidden_at__isnull=False)
    if parting.with_words:
        wordless |= Q(is_official=False)
    gone = list(mine.filter(wordless).exclude(title=_gone_title()).select_related("thread"))
    for post in gone:
        post.title, post.text, post.place = _gone_title(), "", ""
        post.save(update_fields=["title", "text", "place"])
        post.thread.title = post.title
        post.thread.save(update_fields=["title"])
        for row in PostPhoto.objects.filter(post=post).select_related("photo"):
            row.photo.delete()
    parting.gone["words"] += len(gone)
    # A voice is counted and is nobody's.
    parting.keep("poll_answers", PollVoice.objects.filter(user=person), user=None)
    parting.keep("posts", mine, author=None)
    parting.keep("decisions", Post.objects.filter(hidden_by=person), hidden_by=None)


def _gone_title() -> str:
    """What stands in the place of a title whose author took the words away, in the main language of the site."""
    with translation.override(settings.LANGUAGE_CODE):
        return gettext("[the author took these words away]")


def _erase(person: User, parting: Parting) -> None:
    _erase_posts(person, parting)
    mine = Comment.objects.filter(author=person)
    # What the author took back, or wrote to the town alone, is nobody else's.
    parting.delete("earlier_words", CommentRevision.objects.filter(comment__author=person))
    mine.exclude(appeal_text="").update(appeal_text="")
    wordless = Q(hidden_at__isnull=False)
    if parting.with_words:
        # Official words are the administration's.
        wordless |= Q(is_official=False)
    parting.gone["words"] += mine.filter(wordless).exclude(text="").update(text="")
    parting.keep("comments", mine, author=None)
    parting.delete("complaints", AbuseReport.objects.filter(reporter=person))
    parting.delete("blocks", AuthorBlock.objects.filter(user=person))
    for model, field in ((Comment, "hidden_by"), (AbuseReport, "decided_by"), (AuthorBlock, "created_by")):
        parting.keep("decisions", model.objects.filter(**{field: person}), **{field: None})


register(
    Keeper(
        name="discussions",
        fields=(
            "feed.Comment.author",
            "feed.Comment.hidden_by",
            "feed.AbuseReport.reporter",
            "feed.AbuseReport.decided_by",
            "feed.AuthorBlock.user",
            "feed.AuthorBlock.created_by",
            "feed.Post.author",
            "feed.Post.hidden_by",
            "feed.PollVoice.user",
        ),
        export=_export,
        erase=_erase,
        files=_files,
    )
)
