"""From enough support to the administration, with the neighbours' vote or without it."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import clock
from feed import actions as feed
from initiatives.actions.moves import _move, begin, locked
from initiatives.actions.people import recount
from initiatives.models import Initiative, InitiativeState
from journal.actions import record
from journal.verbs import Verb
from voting import actions as voting
from voting.models import VoteState

# Decision 6: neighbours see three days ahead whether they are on the roll.
PREVIEW = timedelta(days=3)
# The hour of the town at which a vote ends: nobody is awake to vote at the minute when it was announced.
CLOSING_HOUR = time(20)
FAILURES_ALLOWED = 1


def _demand_support(initiative) -> None:
    recount(initiative)
    if not initiative.has_enough_support:
        raise ValidationError(_("Not enough neighbours support it yet."), code="support_missing")


def closing_time(opens_at: datetime, days: int, tz) -> datetime:
    """The evening of the town `days` days after the beginning."""
    last_day = opens_at.astimezone(tz).date() + timedelta(days=days)
    return datetime.combine(last_day, CLOSING_HOUR, tzinfo=tz)


@transaction.atomic
def put_to_vote(
    initiative, *, by, preset, secrecy: str, days: int, replaceable: bool, opens_at: datetime | None = None
) -> Initiative:
    """Let the neighbours decide: the text is frozen until the result.

    The vote begins at `opens_at`, by default in three days, and ends in the evening `days` days later.
    Raises ValidationError with code `support_missing`, or what `voting.actions.schedule_vote` raises.
    """
    initiative = begin(initiative, "put_to_vote", by)
    _demand_support(initiative)
    at = clock.now()
    opens_at = opens_at or at + PREVIEW
    with translation.override(settings.LANGUAGE_CODE):
        # Written into the ballot once and for all, in the language of the town.
        question = gettext("Do you agree to carry out the initiative “%(title)s”?") % {"title": initiative.title}
    vote = voting.schedule_vote(
        community=initiative.community,
        electorate=[initiative.community, *initiative.neighbours.all()],
        title=initiative.title,
        description=initiative.proposal,
        preset=preset,
        secrecy=secrecy,
        replaceable=replaceable,
        turnout_shown=True,
        opens_at=opens_at,
        closes_at=closing_time(opens_at, days, initiative.municipality.tz),
        items=[question],
        by=by,
    )
    if initiative.vote_id:
        initiative.past_votes.add(initiative.vote_id)
    initiative.vote = vote
    _move(initiative, InitiativeState.VOTING, at=at, fields=["vote"])
    record(Verb.INITIATIVE_PUT_TO_VOTE, initiative, by=by, municipality=initiative.municipality, at=at, vote=vote.pk)
    return initiative


def consider(initiative, at, fields=()) -> None:
    """To the administration, with the term that the town promises."""
    town = initiative.municipality
    initiative.consideration_due = at.astimezone(town.tz).date() + timedelta(days=town.consideration_days)
    _move(initiative, InitiativeState.CONSIDERATION, at=at, fields=["consideration_due", *fields])


def _say_next(vote, initiative) -> None:
    """Under the vote, in the language of the town: it stays there among what people wrote."""
    with translation.override(settings.LANGUAGE_CODE):
        if initiative.state == InitiativeState.CONSIDERATION:
            day = date_format(initiative.consideration_due, gettext("j F Y"))
            words = gettext("The administration considers the initiative and answers by %(day)s.") % {"day": day}
        elif initiative.state == InitiativeState.ARCHIVED:
            words = gettext("The initiative goes to the archive: neighbours did not accept it twice.")
        else:
            words = gettext("The initiative goes back to discussion: it can be mended and put to the vote once more.")
        voting.settle_outcome(vote, words)


@transaction.atomic
def take_vote_result(initiative, vote) -> Initiative:
    """The clock, when a vote ended (decision 4).

    Passed: to the administration. Rejected, tied or without quorum: back to discussion, a second time to the archive.
    Cancelled: back to discussion, and no failure. The result of another vote, or a repeat, changes nothing.
    """
    initiative = locked(initiative)
    if initiative.state != InitiativeState.VOTING or initiative.vote_id != vote.pk:
        return initiative
    at = clock.now()
    town = initiative.municipality
    if vote.state == VoteState.CANCELLED:
        _move(initiative, InitiativeState.DISCUSSION, at=at)
        return initiative
    if vote.passed:
        consider(initiative, at)
        _say_next(vote, initiative)
        record(Verb.INITIATIVE_VOTE_PASSED, initiative, municipality=town, at=at, vote=vote.pk)
        return initiative
    initiative.failed_votes += 1
    to = InitiativeState.DISCUSSION
    if initiative.failed_votes > FAILURES_ALLOWED:
        to = InitiativeState.ARCHIVED
        feed.close_thread(initiative.thread)
    _move(initiative, to, at=at, fields=["failed_votes"])
    _say_next(vote, initiative)
    record(Verb.INITIATIVE_VOTE_FAILED, initiative, municipality=town, at=at, vote=vote.pk)
    if to == InitiativeState.ARCHIVED:
        record(Verb.INITIATIVE_ARCHIVED, initiative, municipality=town, at=at, reason="two_failures")
    return initiative


@transaction.atomic
def send_to_administration(initiative, *, by) -> Initiative:
    """Ask the administration without a vote, once enough neighbours support it.

    Raises ValidationError with code `support_missing`, or `voted` when the neighbours have just voted against it.
    """
    initiative = begin(initiative, "send_to_administration", by)
    if initiative.failed_votes:
        raise ValidationError(_("The vote did not pass: only another vote can send it on."), code="voted")
    _demand_support(initiative)
    at = clock.now()
    consider(initiative, at)
    record(Verb.INITIATIVE_SENT_TO_ADMINISTRATION, initiative, by=by, municipality=initiative.municipality, at=at)
    return initiative
