"""From a draft to the announcement: what a vote asks, of whom, and by which rules."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core import clock
from journal.actions import record
from journal.verbs import Verb
from municipalities.models import Municipality
from voting import roll
from voting.actions.locking import locked
from voting.actions.opening import check_words, move, open_locked
from voting.models import (
    METHODS,
    AgendaItem,
    CountedBy,
    Method,
    Option,
    Purpose,
    RulePreset,
    Secrecy,
    Vote,
    VoteKind,
    VoteState,
)
from voting.models.rules import Rules
from voting.permissions import can_call_vote, can_manage

LONGEST_AGENDA = 20
MOST_OPTIONS = 30
RULE_FIELDS = [field.name for field in Rules._meta.fields]


@dataclass(frozen=True)
class Answer:
    """An option of a poll, or a project with its cost in whole roubles."""

    text: str
    description: str = ""
    cost: int | None = None


@dataclass(frozen=True)
class Question:
    text: str
    options: Sequence[Answer] = ()
    max_choices: int | None = None


def schedule_vote(*, by, **terms) -> Vote:
    """Draft a vote and announce it at once: for what has checked the right itself, as an initiative does.

    See `draft_vote` and `announce_vote`.
    """
    with transaction.atomic():
        return _announce(draft_vote(by=by, **terms), by)


def compose_vote(*, community, electorate, by, **terms) -> Vote:
    """Keep a draft that belongs to no initiative: its community and all that vote are run by this person.

    Raises PermissionDenied, and what `draft_vote` raises.
    """
    if not all(can_call_vote(by, page) for page in [community, *electorate]):
        raise PermissionDenied
    return draft_vote(community=community, electorate=electorate, by=by, **terms)


@transaction.atomic
def draft_vote(
    *,
    community,
    electorate,
    title,
    preset,
    secrecy,
    opens_at,
    closes_at,
    items,
    by,
    kind=VoteKind.DECISION,
    method=Method.AGENDA,
    counted_by=CountedBy.PERSON,
    purpose=Purpose.ORDINARY,
    replaceable=False,
    turnout_shown=True,
    paper_allowed=False,
    codes_allowed=False,
    budget=None,
    needed=None,
    description="",
    draft=None,
) -> Vote:
    """Keep a draft, new or (`draft`) written over; it can be looked at and changed until it is announced.

    `items` are the questions in order, each a `Question` or its text alone; they and their options are numbered from
    0, and a ballot names them by that number. The rules are copied from the preset, so that editing it changes no
    vote. The right to it is the caller's to check. Raises ValidationError, of one thing or a list of all that is
    wrong, with the codes kind, rules, secrecy, secret_replaceable, secret_paper, codes, owners, times, agenda,
    options, max_choices, budget, electorate; draft (announced already).
    """
    if draft is not None:
        draft = locked(draft)
        if draft.state != VoteState.DRAFT:
            raise ValidationError(_("This vote is announced already: it cannot be changed."), code="draft")
    electorate = sorted(set(electorate), key=lambda page: page.pk)
    questions = [item if isinstance(item, Question) else Question(item.strip()) for item in items]
    terms = {
        "kind": kind,
        "method": method,
        "counted_by": counted_by,
        "purpose": purpose,
        "secrecy": secrecy,
        "replaceable": replaceable,
        "turnout_shown": turnout_shown,
        "paper_allowed": paper_allowed,
        "codes_allowed": codes_allowed,
        "budget": budget,
        "title": title,
        "description": description,
        "rules_name": preset.name,
        "rules_source": preset.source,
        "rules_certainty": preset.certainty,
        "opens_at": opens_at,
        "closes_at": closes_at,
        **{name: getattr(preset, name) for name in RULE_FIELDS},
    }
    if needed is not None:
        terms["needed"] = needed
    _check(community, electorate, preset, terms, questions)
    vote = draft or Vote(state=VoteState.DRAFT, created_by=by)
    for name, value in {**terms, "municipality": community.municipality, "community": community}.items():
        setattr(vote, name, value)
    check_words(vote)
    if draft is None:
        vote.number = _next_number(community)
    vote.save()
    vote.electorate.set(electorate)
    _write_questions(vote, questions)
    return vote


def _next_number(community) -> int:
    """The town's row stands for its numbering."""
    town = Municipality.objects.select_for_update(of=["self"]).get(pk=community.municipality_id)
    return (Vote.objects.within(town).aggregate(last=Max("number"))["last"] or 0) + 1


def _write_questions(vote, questions) -> None:
    vote.items.all().delete()
    for order, question in enumerate(questions):
        item = AgendaItem.objects.create(vote=vote, order=order, text=question.text, max_choices=question.max_choices)
        Option.objects.bulk_create(
            Option(item=item, order=place, text=answer.text, description=answer.description, cost=answer.cost)
            for place, answer in enumerate(question.options)
        )


def _check(community, electorate, preset, terms, questions) -> None:
    """Refuse terms that contradict each other, with everything that is wrong at once."""
    if terms["method"] not in METHODS[terms["kind"]]:
        raise ValidationError(_("This kind of vote is not counted so."), code="kind")
    wrong = [*_wrong_terms(community, electorate, preset, terms), *_wrong_questions(terms, questions)]
    if len(wrong) == 1:
        raise wrong[0]
    if wrong:
        raise ValidationError(wrong)


def _wrong_terms(community, electorate, preset, terms):
    if terms["secrecy"] == Secrecy.SECRET and terms["replaceable"]:
        yield ValidationError(
            _("In a secret vote nobody can change a vote: the paper is not tied to the person."),
            code="secret_replaceable",
        )
    if terms["secrecy"] == Secrecy.SECRET and terms["paper_allowed"]:
        yield ValidationError(
            _("A secret vote takes no paper ballots: who types them in would know whose they are."),
            code="secret_paper",
        )
    if terms["counted_by"] == CountedBy.AREA and terms["secrecy"] != Secrecy.NAMED:
        yield ValidationError(
            _("A vote by area is named: neighbours can tell a flat by its area in the list of ballots."),
            code="secrecy",
        )
    if terms["codes_allowed"] and terms["counted_by"] == CountedBy.PERSON:
        yield ValidationError(_("Codes are printed for flats: count by flats or by area."), code="codes")
    if terms["purpose"] == Purpose.OWNERS and (terms["kind"], terms["counted_by"]) != (
        VoteKind.DECISION,
        CountedBy.AREA,
    ):
        yield ValidationError(_("Owners vote on an agenda, by the area of their premises."), code="owners")
    if terms["closes_at"] <= terms["opens_at"]:
        yield ValidationError(_("A vote has to end after it begins."), code="times")
    if not electorate or any(page.municipality_id != community.municipality_id for page in electorate):
        yield ValidationError(_("The communities that vote have to be of this town."), code="electorate")
    on = terms["opens_at"].astimezone(community.municipality.tz).date()
    presets = RulePreset.objects.in_force(community.municipality, on).suiting(terms["kind"], terms["counted_by"])
    if not presets.filter(pk=preset.pk).exists():
        yield ValidationError(
            _("These rules do not suit: they are for another kind of vote, or not in force on the day it opens."),
            code="rules",
        )
    if terms["kind"] == VoteKind.SUPPORT and not terms.get("needed", preset.needed):
        yield ValidationError(_("Say how many signatures are needed."), code="rules")


def _wrong_questions(terms, questions):
    """What keeps an agenda from being answered."""
    if not 1 <= len(questions) <= LONGEST_AGENDA or not all(question.text for question in questions):
        yield ValidationError(_("A vote needs from 1 to 20 questions."), code="agenda")
        return
    if terms["kind"] == VoteKind.BUDGET and not terms["budget"]:
        yield ValidationError(_("Say what sum is to be shared."), code="budget")
    if terms["kind"] == VoteKind.DECISION:
        if any(question.options for question in questions):
            yield ValidationError(_("This kind of vote has no options."), code="options")
        return
    if len(questions) != 1:
        yield ValidationError(_("Only an agenda has several questions."), code="agenda")
    if terms["kind"] == VoteKind.SUPPORT:
        if questions[0].options:
            yield ValidationError(_("This kind of vote has no options."), code="options")
        return
    yield from _wrong_options(terms, questions[0])


def _wrong_options(terms, question):
    names = [answer.text.casefold() for answer in question.options]
    if not 2 <= len(names) <= MOST_OPTIONS or not all(names) or len(set(names)) < len(names):
        yield ValidationError(_("There have to be from 2 to 30 different options."), code="options")
    if question.max_choices is not None and not 1 <= question.max_choices <= len(names):
        yield ValidationError(_("Nobody can choose so many options: there are fewer."), code="max_choices")
    if terms["kind"] != VoteKind.BUDGET:
        return
    if not all(answer.cost for answer in question.options):
        yield ValidationError(_("Each project needs its cost."), code="options")
    elif terms["budget"] and all(answer.cost > terms["budget"] for answer in question.options):
        yield ValidationError(_("No project fits into the sum."), code="budget")


@transaction.atomic
def announce_vote(vote, *, by) -> Vote:
    """Make a draft public; it opens at once when its time has come.

    Raises PermissionDenied; ValidationError: draft (announced already), times (it would have ended), and what
    `voting.roll.draw_up` raises of a roll that is empty or contradicts itself.
    """
    vote = locked(vote)
    if not can_manage(by, vote):
        raise PermissionDenied
    return _announce(vote, by)


def _announce(vote, by) -> Vote:
    if vote.state != VoteState.DRAFT:
        raise ValidationError(_("This vote is announced already: it cannot be changed."), code="draft")
    now = clock.now()
    # A vote cannot have begun before anybody could hear of it.
    vote.opens_at = max(vote.opens_at, now)
    if vote.closes_at <= vote.opens_at:
        raise ValidationError(_("A vote has to end after it begins."), code="times")
    roll.draw_up(vote, list(vote.electorate.order_by("pk").values_list("pk", flat=True)))
    move(vote, VoteState.SCHEDULED)
    vote.save(update_fields=["state", "opens_at"])
    record(Verb.VOTE_SCHEDULED, vote, by=by, municipality=vote.municipality)
    if vote.opens_at <= now:
        open_locked(vote)
    return vote


@transaction.atomic
def discard_draft(vote, *, by) -> None:
    """Throw a draft away. Raises PermissionDenied; ValidationError: draft (announced already)."""
    vote = locked(vote)
    if not can_manage(by, vote):
        raise PermissionDenied
    if vote.state != VoteState.DRAFT:
        raise ValidationError(_("This vote is announced already: it cannot be changed."), code="draft")
    vote.delete()
