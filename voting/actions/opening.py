"""From the announcement of a vote to its opening, or to its being called off."""

import secrets

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import clock
from journal.actions import record
from journal.verbs import Verb
from municipalities.models import Municipality
from voting import audit, roll
from voting.actions.locking import each_locked, locked
from voting.models import ALLOWED, AgendaItem, RulePreset, Secrecy, Vote, VoteKey, VoteState
from voting.models.rules import Rules
from voting.permissions import can_cancel
from voting.signals import vote_cancelled

LONGEST_AGENDA = 20
# The secrecy that this version counts and publishes (a named vote's list of names comes with a later one).
OFFERED = (Secrecy.CLOSED, Secrecy.SECRET)
RULE_FIELDS = [field.name for field in Rules._meta.fields]


@transaction.atomic
def schedule_vote(
    *,
    community,
    electorate,
    title,
    preset,
    secrecy,
    replaceable,
    turnout_shown,
    opens_at,
    closes_at,
    items,
    by,
    description="",
) -> Vote:
    """Announce a vote of the verified members of `electorate`; it opens at once when its time has come.

    `items` are the questions in order; they are numbered from 0, and a ballot's choices name them by that number.
    The right to announce is the caller's to check. Raises ValidationError with a code: rules, secrecy,
    secret_replaceable, times, agenda, electorate or empty_roll.
    """
    now = clock.now()
    # A vote cannot have begun before anybody could hear of it.
    opens_at = max(opens_at, now)
    electorate = sorted(set(electorate), key=lambda page: page.pk)
    items = [text.strip() for text in items]
    _check_terms(community, electorate, items, preset, secrecy, replaceable, opens_at, closes_at)
    if not roll.eligible([page.pk for page in electorate], preset.min_age).exists():
        raise ValidationError(
            _("Nobody could vote: there are no confirmed members of the age of %(age)s."),
            code="empty_roll",
            params={"age": preset.min_age},
        )
    # The town's row stands for its numbering.
    town = Municipality.objects.select_for_update(of=["self"]).get(pk=community.municipality_id)
    last = Vote.objects.within(town).aggregate(last=Max("number"))["last"] or 0
    vote = Vote(
        number=last + 1,
        municipality=town,
        community=community,
        secrecy=secrecy,
        replaceable=replaceable,
        turnout_shown=turnout_shown,
        title=title,
        description=description,
        rules_name=preset.name,
        rules_source=preset.source,
        state=VoteState.SCHEDULED,
        created_by=by,
        opens_at=opens_at,
        closes_at=closes_at,
        **{name: getattr(preset, name) for name in RULE_FIELDS},
    )
    _check_words(vote)
    vote.save()
    vote.electorate.set(electorate)
    AgendaItem.objects.bulk_create(AgendaItem(vote=vote, order=order, text=text) for order, text in enumerate(items))
    record(Verb.VOTE_SCHEDULED, vote, by=by, municipality=town)
    if opens_at <= now:
        _open(vote)
    return vote


def _check_words(vote):
    """Refuse words that are missing or too long."""
    typed = {"title", "description", "cancel_reason"}
    vote.clean_fields(exclude=[field.name for field in Vote._meta.fields if field.name not in typed])


def _check_terms(community, electorate, items, preset, secrecy, replaceable, opens_at, closes_at):
    """Refuse a vote whose terms contradict each other."""
    on = opens_at.astimezone(community.municipality.tz).date()
    if not RulePreset.objects.in_force(community.municipality, on).filter(pk=preset.pk).exists():
        raise ValidationError(_("These rules are not in force on the day the vote opens."), code="rules")
    if secrecy not in OFFERED:
        raise ValidationError(_("Choose a closed or a secret vote."), code="secrecy")
    if secrecy == Secrecy.SECRET and replaceable:
        raise ValidationError(
            _("In a secret vote nobody can change a vote: the paper is not tied to the person."),
            code="secret_replaceable",
        )
    if closes_at <= opens_at:
        raise ValidationError(_("A vote has to end after it begins."), code="times")
    if not 1 <= len(items) <= LONGEST_AGENDA or not all(items):
        raise ValidationError(_("A vote needs from 1 to 20 questions."), code="agenda")
    if not electorate or any(page.municipality_id != community.municipality_id for page in electorate):
        raise ValidationError(_("The communities that vote have to be of this town."), code="electorate")


@transaction.atomic
def open_vote(vote) -> Vote:
    """Freeze the roll, the rules and the question, and let people vote.

    Raises ValidationError: not_scheduled, too_early, too_late (its time has passed already), empty_roll.
    """
    vote = locked(vote)
    if vote.state != VoteState.SCHEDULED:
        raise ValidationError(_("This vote does not await its beginning."), code="not_scheduled")
    _open(vote)
    return vote


def _open(vote) -> None:
    now = clock.now()
    if now < vote.opens_at:
        raise ValidationError(_("It is too early to open this vote."), code="too_early")
    if now >= vote.closes_at:
        raise ValidationError(_("The time of this vote has passed already."), code="too_late")
    electorate = list(vote.electorate.order_by("pk"))
    roll.freeze(vote, [page.pk for page in electorate])
    if not vote.roll_size:
        raise ValidationError(_("Nobody is on the roll."), code="empty_roll")
    vote.opened_at = now
    vote.manifest = audit.manifest(vote, items=list(vote.items.all()), electorate=electorate)
    vote.manifest_hash = audit.digest([audit.canonical(vote.manifest)])
    VoteKey.objects.create(vote=vote, secret=secrets.token_bytes(32))
    move(vote, VoteState.OPEN)
    vote.save(
        update_fields=[
            "state", "opened_at", "roll_size", "roll_weight", "roll_fingerprint", "manifest", "manifest_hash",
        ]
    )  # fmt: skip
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
    _cancel(vote, reason.strip(), by=by)
    return vote


def _cancel(vote, reason, *, by=None) -> None:
    move(vote, VoteState.CANCELLED)
    vote.cancel_reason = reason
    _check_words(vote)
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
            _open(vote)
    except ValidationError as refusal:
        # The site's own words stand among what people wrote, so they are in the town's language.
        with override("ru"):
            reasons = {
                "empty_roll": _("On the day of the opening nobody could be put on the roll."),
                "too_late": _("The site could not open the vote in time."),
            }
        vote.refresh_from_db()
        _cancel(vote, reasons[refusal.code])
