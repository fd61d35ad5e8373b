"""Where an initiative stands in its life, for the line of steps on its page."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.moments import day, moment
from initiatives.models import InitiativeState
from voting.models import VoteState

S = InitiativeState
IDEA, SUPPORT, VOTE, ANSWER, WORK, DONE = range(6)
PLACE = {
    S.DRAFT: IDEA,
    S.REVIEW: IDEA,
    S.DISCUSSION: SUPPORT,
    S.VOTING: VOTE,
    S.CONSIDERATION: ANSWER,
    S.REWORK: ANSWER,
    S.DECLINED: ANSWER,
    S.APPROVED: WORK,
    S.IN_PROGRESS: WORK,
    S.DONE: DONE,
}


def _vote_note(initiative, now):
    vote = initiative.vote
    if vote is None or vote.state == VoteState.CANCELLED:
        return ""
    if vote.state == VoteState.SCHEDULED:
        return _("from %(moment)s") % {"moment": moment(vote.opens_at, now)}
    if vote.passed is None:
        return _("until %(moment)s") % {"moment": moment(vote.closes_at, now)}
    return pgettext("vote", "passed") if vote.passed else pgettext("vote", "did not pass")


def support_words(initiative) -> str:
    """«42 из 30 нужных»."""
    words = ngettext("%(count)s of %(needed)s needed", "%(count)s of %(needed)s needed", initiative.support_needed)
    return words % {"count": initiative.verified_support_count, "needed": initiative.support_needed}


def _place(initiative) -> int:
    """How far an initiative came; one that ended early stopped where it had been."""
    if initiative.state in PLACE:
        return PLACE[initiative.state]
    if initiative.consideration_due:
        return ANSWER
    if initiative.vote_id:
        return VOTE
    return SUPPORT if initiative.is_public else IDEA


def life_steps(initiative, now, decisions=(), stages=()) -> list[dict]:
    """Steps for the tag `steps`: title, note, state. The vote is left out where it was passed over."""
    here = _place(initiative)
    notes = {
        IDEA: day(initiative.published_at or initiative.created_at, now),
        SUPPORT: support_words(initiative) if initiative.is_public else "",
        VOTE: _vote_note(initiative, now),
        ANSWER: "",
        WORK: day(stages[-1].ends_on, now) if stages else "",
        DONE: day(initiative.completion.completed_on, now) if initiative.state == S.DONE else "",
    }
    if decisions and here != ANSWER or initiative.state in (S.REWORK, S.DECLINED):
        notes[ANSWER] = decisions[-1].label if decisions else ""
    elif initiative.state == S.CONSIDERATION:
        notes[ANSWER] = _("until %(moment)s") % {"moment": day(initiative.consideration_due, now)}
    titles = {
        IDEA: _("Idea"),
        SUPPORT: _("Neighbours' support"),
        VOTE: _("Vote of neighbours"),
        ANSWER: _("Answer of the administration"),
        WORK: _("Work"),
        DONE: _("Result"),
    }
    steps = []
    for place, title in titles.items():
        if place == VOTE and here > VOTE and initiative.vote_id is None:
            continue
        state = "done" if place < here or initiative.state == S.DONE else "now" if place == here else ""
        steps.append({"title": title, "note": notes[place], "state": state})
    return steps
