"""Views of the control desk that a member of staff keeps."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assignments.models import SavedFilter
from assignments.permissions import can_open_desk

FILTER_LIMIT = 20


@transaction.atomic
def save_filter(*, by, municipality, name: str, query: str) -> SavedFilter:
    """Keep a view under a name; the same name again gets the new view. The person's own affair: no line is written.

    Raises PermissionDenied, ValidationError with code `too_many`.
    """
    if not can_open_desk(by, municipality):
        raise PermissionDenied
    # Two devices at once: the person's own row is the queue.
    User.objects.select_for_update(of=["self"]).get(pk=by.pk)
    mine = SavedFilter.objects.within(municipality).filter(user=by)
    if not mine.filter(name=name).exists() and mine.count() >= FILTER_LIMIT:
        raise ValidationError(
            _("No more than %(limit)s filters: delete one first."), code="too_many", params={"limit": FILTER_LIMIT}
        )
    saved, _created = SavedFilter.objects.update_or_create(
        municipality=municipality, user=by, name=name, defaults={"query": query[:500]}
    )
    return saved


def drop_filter(saved: SavedFilter, *, by) -> None:
    """Delete one's own. Raises PermissionDenied for another's."""
    if saved.user_id != by.pk:
        raise PermissionDenied
    saved.delete()
