"""From the announcement of a vote to its opening, or to its being called off before that."""

import secrets

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import clock
from journal.actions import record
from journal.verbs import Verb
from voting import audit, counting, manifest, roll
from voting.actions import chain
from voting.actions.locking import each_locked, locked
from voting.models import ALLOWED, Vote, VoteKey, VoteState
from voting.permissions import can_cancel
from voting.signals import vote_cancelled


def check_words(vote):
    """Refuse words that are missing or too long."""
    typed = {"title", "description", "cancel_reason"}
    vote.clean_fields(exclude=[field.name for field in Vote._meta.fields if field.name not in typed])


@transaction.atomic
def open_vote(vote) -> Vote:
    """Freeze the roll, the rules and the question, and let people vote.

    Raises ValidationError: not_scheduled, too_early, too_late (its time has passed already), uncountable, and what
    `voting.roll.draw_up` raises of a roll that is empty or contradicts itself.
    """
    vote = locked(vote)
    if vote.state != VoteState.SCHEDULED:
        raise ValidationError(_("This vote does not await its beginning."), code="not_scheduled")
    open_locked(vote)
    return vote


def open_locked(vote) -> None:
    """See `open_vote`: for a vote whose row this transaction holds. What could not be counted is not opened."""
    now = clock.now()
    if now < vote.opens_at:
        raise ValidationError(_("It is too early to open this vote."), code="too_early")
    if now >= vote.closes_at:
        raise ValidationError(_("The time of this vote has passed already."), code="too_late")
    electorate = list(vote.electorate.order_by("pk"))
    roll.freeze(vote, [page.pk for page in electorate])
    vote.opened_at = now
    vote.manifest = manifest.build(vote, items=vote.items.prefetch_related("options"), electorate=electorate)
    try:
        counting.Terms.of(vote.manifest)
    except ValueError as refusal:
        raise ValidationError(
            _("By these terms votes could not be counted: something of the questions, options or rules is missing."),
            code="uncountable",
        ) from refusal
    vote.manifest_hash = audit.digest([audit.canonical(vote.manifest)])
    VoteKey.objects.create(vote=vote, secret=secrets.token_bytes(32))
    move(vote, VoteState.OPEN)
    vote.save(
        update_fields=[
            "state", "opened_at", "roll_size", "roll_weight", "roll_fingerprint", "roll_salt", "manifest",
            "manifest_hash",
        ]
    )  # fmt: skip
    chain.begin(vote)
    record(Verb.VOTE_OPENED, vote, municipality=vote.municipality, at=now, roll=vote.roll_size)


def move(vote, state) -> None:
    """The one gate of a vote's life; the caller saves. Raises ValidationError(code="state") on any other move."""
    if state not in ALLOWED[vote.state]:
        raise ValidationError(_("This vote cannot be moved to that state."), code="state")
    vote.state = state


@transaction.atomic
def cancel_vote(vote, *, by, reason) -> Vote:
    """Call off a vote that has not opened, with a reason that everybody reads.

    Raises PermissionDenied; ValidationError: reason (none given), begun.
    """
    vote = locked(vote)
    if not can_cancel(by, vote):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError(_("Write why the vote will not take place."), code="reason")
    if vote.state != VoteState.SCHEDULED:
        raise ValidationError(_("Only a vote that has not begun can be called off."), code="begun")
    cancel_locked(vote, reason.strip(), by=by)
    return vote


def cancel_locked(vote, reason, *, by=None) -> None:
    """For a vote whose row this transaction holds: those who listen hear of it."""
    move(vote, VoteState.CANCELLED)
    vote.cancel_reason = reason
    check_words(vote)
    vote.save(update_fields=["state", "cancel_reason"])
    record(Verb.VOTE_CANCELLED, vote, by=by, municipality=vote.municipality)
    vote_cancelled.send(Vote, vote=vote)


def open_due_votes() -> int:
    """The clock's act: open what is due. Safe in several workers and when repeated; the number of votes handled.

    A vote that nobody could take part in is called off with words instead of being left hanging.
    """
    return each_locked(Vote.objects.due_to_open(clock.now()), _open_or_cancel)


def _open_or_cancel(vote) -> None:
    try:
        # A savepoint: a roll half written is taken back.
        with transaction.atomic():
            open_locked(vote)
    except ValidationError as refusal:
        # The site's own words stand among what people wrote, so they are in the town's language.
        with override("ru"):
            if refusal.code == "too_late":
                reason = _("The site could not open the vote in time.")
            elif refusal.code == "uncountable":
                reason = " ".join(refusal.messages)
            else:
                reason = _("On the day of the opening no roll could be drawn up: %(why)s") % {
                    "why": " ".join(refusal.messages)
                }
        vote.refresh_from_db()
        cancel_locked(vote, reason[: Vote._meta.get_field("cancel_reason").max_length])
