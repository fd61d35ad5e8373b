"""A vote's terms and outcome in plain words, made from its fields so that they cannot say anything else."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.moments import moment
from voting import counting
from voting.models import Majority, Secrecy, VoteState


def quorum_needed(vote) -> int:
    """Votes that make the quorum, of the frozen roll; 0 where any number will do."""
    return counting.votes_needed(vote.quorum, vote.quorum_strict, vote.roll_weight)


def quorum_words(vote) -> str:
    """«Кворум — треть списка»: the share, before the roll is known and beside the number afterwards."""
    if vote.quorum is None:
        return _("There is no quorum: any number of votes is enough.")
    words = {"numerator": vote.quorum_numerator, "denominator": vote.quorum_denominator}
    if vote.quorum_strict:
        return _("Quorum: more than %(numerator)s/%(denominator)s of the roll takes part.") % words
    return _("Quorum: at least %(numerator)s/%(denominator)s of the roll takes part.") % words


def majority_words(vote) -> str:
    return {
        Majority.SIMPLE: _("The decision is made if more than half of those who took part are “for”."),
        Majority.ABSOLUTE: _("The decision is made if more than half of the whole roll is “for”."),
        Majority.TWO_THIRDS: _("The decision is made if at least two thirds of the whole roll are “for”."),
    }[vote.majority]


def secrecy_notice(vote) -> list[str]:
    """What is known of a voter's choice, to whom and until when; made from the mode (decision 3)."""
    if vote.secrecy == Secrecy.SECRET:
        return [
            _("The vote is secret. Your name is marked on the roll, and your ballot is kept apart without a name."),
            _(
                "While the vote is open, who keeps the database and its copies could compare the order of records. "
                "At closing the ballots are shuffled, and then nobody can tell how you voted, even with the database "
                "in hand."
            ),
            _("You cannot change your vote: nobody can find your ballot again. Keep the receipt, we do not store it."),
        ]
    lines = [
        _(
            "The vote is closed: neighbours and the administration do not see who voted how. "
            "Who keeps the site's database can see it."
        )
    ]
    if vote.replaceable:
        lines.append(
            _("You may change your mind until %(moment)s: the last choice counts.")
            % {"moment": moment(vote.closes_at)}
        )
    else:
        lines.append(_("A vote cannot be changed once it is given."))
    return lines


def turnout_notice(vote) -> str:
    if vote.turnout_shown:
        return _("How many have voted is seen all the time; who is ahead, only after the end.")
    return _("How many have voted and who is ahead will be seen only after the end.")


def reason_words(item, vote) -> str:
    """Why a question passed or did not, from the code kept at counting."""
    return {
        "passed": _("The quorum is reached, and there are enough votes “for”."),
        "no_quorum": _("Too few took part: the quorum is not reached."),
        "tied": _("Votes “for” and “against” are equal."),
        "no_majority": {
            Majority.SIMPLE: _("“For” is not more than half of those who took part."),
            Majority.ABSOLUTE: _("“For” is not more than half of the whole roll."),
            Majority.TWO_THIRDS: _("“For” is less than two thirds of the whole roll."),
        }[vote.majority],
    }[item.reason]


def state_chip(vote) -> tuple[str, str, str]:
    """Word, kind and icon of the vote's state."""
    if vote.state == VoteState.COUNTED:
        if vote.passed:
            return _("Decision made"), "ok", "check-circle"
        if not vote.quorum_met:
            return _("No quorum"), "mute", "minus-circle"
        return _("Decision not made"), "mute", "x-circle"
    return {
        VoteState.SCHEDULED: (_("Begins soon"), "mute", "clock"),
        VoteState.OPEN: (_("Voting is under way"), "vote", "vote"),
        VoteState.CLOSED: (_("Votes are being counted"), "info", "clock"),
        VoteState.CANCELLED: (_("Called off"), "mute", "x-circle"),
    }[vote.state]


def percent(part, whole, vote=None) -> str:
    """«50,2 %»: never rounded across what decides (`counting.shown_percent`)."""
    limits = [counting.Fraction(1, 2), counting.Fraction(2, 3)]
    if vote is not None and vote.quorum is not None:
        limits.append(vote.quorum)
    shown = counting.shown_percent(part, whole, limits)
    if "/" in shown:
        return shown
    digits = len(shown.partition(".")[2])
    return f"{number_format(shown, digits)}\u00a0%"


def votes(count) -> str:
    return ngettext("%(count)s vote", "%(count)s votes", count) % {"count": count}


def to_quorum(vote, cast) -> str:
    """«До кворума 4 голоса», or that it is reached; empty where there is none."""
    needed = quorum_needed(vote)
    if not needed:
        return ""
    if cast >= needed:
        return _("the quorum is reached")
    return _("%(votes)s short of the quorum") % {"votes": votes(needed - cast)}
