"""What discussions keep about people: their words, complaints and blocks."""

from django.db.models import Q

from accounts.keepers import Keeper, Parting, register
from accounts.models import User
from feed.models import AbuseReport, AuthorBlock, Comment, CommentRevision


def _export(person: User) -> dict:
    return {
        "comments": [_comment(comment) for comment in _comments(person)],
        "complaints": list(
            AbuseReport.objects.filter(reporter=person)
            .order_by("pk")
            .values("comment__public_id", "reason", "note", "state", "created_at", "decided_at")
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


def _erase(person: User, parting: Parting) -> None:
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
        ),
        export=_export,
        erase=_erase,
    )
)
