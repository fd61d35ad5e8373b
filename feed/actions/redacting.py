"""Hiding personal data in a comment or a post: the words around them stay, the data are kept nowhere."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.personal_data import fragments as found_in
from core.personal_data import without
from feed import permissions
from journal.actions import record
from journal.verbs import Verb


def mark() -> str:
    """What stands in the place of hidden words, in the main language of the site, whoever hides them."""
    with translation.override(settings.LANGUAGE_CODE):
        return gettext("[hidden by a moderator]")


def texts_of(said) -> list[str]:
    """Everything in which the words of a comment or a post are kept: itself, what it was, what was said of it."""
    texts = [getattr(row, name) for row, names in _kept(said) for name in names]
    return list(filter(None, texts))


def _kept(said):
    """Rows with the fields of words in them."""
    if said.is_post:
        yield said, ("title", "text", "place", "appeal_text")
        yield said.thread, ("title",)
        yield from ((revision, ("title", "text", "place")) for revision in said.revisions.order_by("pk"))
        yield from ((option, ("text",)) for option in said.options.all())
        yield from ((row.photo, ("title", "description")) for row in said.photos.select_related("photo"))
    else:
        yield said, ("text", "appeal_text")
        yield from ((revision, ("text",)) for revision in said.revisions.order_by("pk"))
    yield from ((report, ("note",)) for report in said.reports.order_by("pk"))


def suspected(said) -> list[str]:
    """What looks like personal data in the words and in what they were before."""
    return found_in(*texts_of(said))


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
def redact(said, *, by, fragments: list[str]):
    """Replace these fragments by a mark, in a comment or a post and in all that it was. They cannot be restored.

    Raises PermissionDenied for non-moderators and for the author, ValidationError with code `nothing` when no
    fragment is given and `not_there` when one does not occur.
    """
    said = type(said).objects.with_thread().select_for_update(of=["self"]).get(pk=said.pk)
    if not permissions.can_redact(by, said):
        raise PermissionDenied
    check_fragments(fragments, texts_of(said))
    for row, names in _kept(said):
        redact_fields(row, names, fragments)
    record(
        Verb.POST_REDACTED if said.is_post else Verb.COMMENT_REDACTED,
        said,
        by=by,
        municipality=said.thread.municipality,
        thread=said.thread_id,
        fragments=len(fragments),
    )
    return said
