"""From a draft to discussion, and the ends that are not a success."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from core import clock, photos
from feed import actions as feed
from initiatives.actions.moves import _move, begin, locked
from initiatives.actions.people import recount
from initiatives.models import Initiative, InitiativeState
from journal.actions import record
from journal.verbs import Verb
from municipalities.models import Municipality

# What a reader needs to understand a proposal (33-ФЗ, art. 49: the items of an initiative project).
NEEDED = ("title", "problem", "proposal", "expected_result")


@transaction.atomic
def submit(initiative, *, by) -> Initiative:
    """Send a draft for review.

    Raises ValidationError with code `incomplete` while something needed is empty.
    """
    initiative = begin(initiative, "submit", by)
    empty = [name for name in NEEDED if not getattr(initiative, name).strip()]
    if empty:
        names = ", ".join(f"«{Initiative._meta.get_field(name).verbose_name}»" for name in empty)
        raise ValidationError(_("Please fill in: %(names)s."), code="incomplete", params={"names": names})
    initiative.submitted_at = clock.now()
    initiative.review_note = ""
    _move(initiative, InitiativeState.REVIEW, at=initiative.submitted_at, fields=["submitted_at", "review_note"])
    record(Verb.INITIATIVE_SUBMITTED, initiative, by=by, municipality=initiative.municipality)
    return initiative


@transaction.atomic
def accept(initiative, *, by) -> Initiative:
    """Let a proposal through: it gets its number, its discussion, and time to gather support."""
    initiative = begin(initiative, "accept", by)
    town = Municipality.objects.select_for_update().get(pk=initiative.municipality_id)
    at = clock.now()
    initiative.number = (Initiative.objects.within(town).aggregate(last=Max("number"))["last"] or 0) + 1
    initiative.published_at = at
    initiative.support_needed = initiative.community.support_threshold or town.support_threshold
    initiative.support_ends_at = at + timedelta(days=town.support_days)
    initiative.thread = feed.start_thread(
        initiative.community, title=initiative.title, url=initiative.get_absolute_url()
    )
    feed.open_thread(initiative.thread)
    pictures = [row.photo for row in initiative.photos.select_related("photo")]
    photos.publish(pictures)
    if initiative.cover_id is None and pictures:
        initiative.cover = pictures[0]
    _move(
        initiative,
        InitiativeState.DISCUSSION,
        at=at,
        fields=["number", "published_at", "support_needed", "support_ends_at", "thread", "cover"],
    )
    record(Verb.INITIATIVE_ACCEPTED, initiative, by=by, municipality=town, at=at)
    return initiative


@transaction.atomic
def send_back(initiative, *, by, note: str) -> Initiative:
    """Return a proposal to its author before discussion, with what to mend."""
    initiative = begin(initiative, "send_back", by)
    initiative.review_note = note
    _move(initiative, InitiativeState.DRAFT, fields=["review_note"])
    record(Verb.INITIATIVE_SENT_BACK, initiative, by=by, municipality=initiative.municipality)
    return initiative


def _end(initiative, to, at) -> None:
    _move(initiative, to, at=at)
    if initiative.thread_id:
        feed.close_thread(initiative.thread)


@transaction.atomic
def withdraw(initiative, *, by) -> Initiative:
    """The author takes the proposal back, until the work begins; never during a vote."""
    initiative = begin(initiative, "withdraw", by)
    at = clock.now()
    _end(initiative, InitiativeState.WITHDRAWN, at)
    record(Verb.INITIATIVE_WITHDRAWN, initiative, by=by, municipality=initiative.municipality, at=at)
    return initiative


@transaction.atomic
def archive(initiative, *, by) -> Initiative:
    """The administrator puts away what was declined, or returned and forgotten."""
    initiative = begin(initiative, "archive", by)
    at = clock.now()
    _end(initiative, InitiativeState.ARCHIVED, at)
    record(Verb.INITIATIVE_ARCHIVED, initiative, by=by, municipality=initiative.municipality, at=at, reason="put_away")
    return initiative


def archive_stale() -> int:
    """The clock: support not gathered by its term puts an initiative in the archive (decision 4).

    Returns how many were archived. Safe in several workers: each row is locked and asked again.
    """
    late = Initiative.objects.filter(
        state=InitiativeState.DISCUSSION,
        support_ends_at__lte=clock.now(),
        verified_support_count__lt=F("support_needed"),
    )
    return sum(_archive_if_stale(initiative) for initiative in late)


@transaction.atomic
def _archive_if_stale(initiative) -> bool:
    initiative = locked(initiative)
    at = clock.now()
    if initiative.state != InitiativeState.DISCUSSION or initiative.support_ends_at > at:
        return False
    # Somebody may have become a member since the last support: their voice counts.
    recount(initiative)
    if initiative.has_enough_support:
        return False
    _end(initiative, InitiativeState.ARCHIVED, at)
    record(Verb.INITIATIVE_ARCHIVED, initiative, municipality=initiative.municipality, at=at, reason="no_support")
    return True
