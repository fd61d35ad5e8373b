"""Hiding personal data in a comment: the words around them stay, the data are kept nowhere."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.personal_data import fragments as found_in
from core.personal_data import without
from feed import permissions
from feed.models import Comment
from journal.actions import record
from journal.verbs import Verb


def mark() -> str:
    """What stands in the place of hidden words, in the main language of the site, whoever hides them."""
    with translation.override(settings.LANGUAGE_CODE):
        return gettext("[hidden by a moderator]")


def texts_of(comment) -> list[str]:
    """Everything in which the words of a comment are kept: itself, what it was, what was said of it."""
    revisions = comment.revisions.order_by("pk").values_list("text", flat=True)
    return [comment.text, *revisions, comment.appeal_text, *comment.reports.values_list("note", flat=True)]


def suspected(comment) -> list[str]:
    """What looks like personal data in the comment and in what it was before."""
    return found_in(*texts_of(comment))


def check_fragments(fragments: list[str], texts: list[str]) -> None:
    """Raise ValidationError with code `nothing` without fragments, `not_there` for one that no text holds."""
    if not fragments:
        raise ValidationError(_("Choose what to hide, or write it."), code="nothing")
    for fragment in fragments:
        if not any(fragment in text for text in texts):
            raise ValidationError(
                _("There is no “%(fragment)s” in the text: copy it exactly as it stands there."),
                code="not_there",
                params={"fragment": fragment},
            )


def redact_fields(row, names, hidden: list[str]) -> None:
    """Replace the fragments in these fields of a row; a short column keeps what it can hold."""
    changed = {name: without(getattr(row, name), hidden, mark()) for name in names}
    changed = {name: text for name, text in changed.items() if text != getattr(row, name)}
    for name, text in changed.items():
        setattr(row, name, text[: row._meta.get_field(name).max_length])
    if changed:
        row.save(update_fields=list(changed))


@transaction.atomic
def redact(comment, *, by, fragments: list[str]) -> Comment:
    """Replace these fragments by a mark, in the comment and in all that it was. They cannot be restored.

    Raises PermissionDenied for non-moderators and for the author, ValidationError with code `nothing` when no
    fragment is given and `not_there` when one does not occur.
    """
    comment = (
        Comment.objects.select_for_update(of=["self"])
        .select_related("thread__municipality", "author")
        .get(pk=comment.pk)
    )
    if not permissions.can_redact(by, comment):
        raise PermissionDenied
    check_fragments(fragments, texts_of(comment))
    redact_fields(comment, ["text", "appeal_text"], fragments)
    for revision in comment.revisions.all():
        redact_fields(revision, ["text"], fragments)
    for report in comment.reports.all():
        redact_fields(report, ["note"], fragments)
    record(
        Verb.COMMENT_REDACTED,
        comment,
        by=by,
        municipality=comment.thread.municipality,
        thread=comment.thread_id,
        fragments=len(fragments),
    )
    return comment
