"""What a vote came to, and why, from the figures kept at counting (see voting.counting)."""

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.typography import money
from voting.models import CountedBy, Method, Purpose, VoteKind, VoteState
from voting.wording.amounts import amount, figure


def state_chip(vote) -> tuple[str, str, str]:
    """Word, kind and icon of the vote's state."""
    if vote.state == VoteState.COUNTED:
        if vote.passed:
            return _passed_chip(vote), "ok", "check-circle"
        if not vote.quorum_met:
            return _("No quorum"), "mute", "minus-circle"
        return _failed_chip(vote), "mute", "x-circle"
    return {
        VoteState.DRAFT: (_("Draft"), "mute", "pencil"),
        VoteState.SCHEDULED: (_("Begins soon"), "mute", "clock"),
        VoteState.OPEN: (_("Voting is under way"), "vote", "vote"),
        VoteState.CLOSED: (_("Votes are being counted"), "info", "clock"),
        VoteState.CANCELLED: (_("Called off"), "mute", "x-circle"),
    }[vote.state]


def _passed_chip(vote) -> str:
    if vote.purpose == Purpose.OWNERS:
        return _("Preliminary: in favour")
    return {
        VoteKind.SUPPORT: _("Support is gathered"),
        VoteKind.POLL: _("The choice is made"),
        VoteKind.DECISION: _("Decision made"),
        VoteKind.BUDGET: _("Projects are chosen"),
    }[vote.kind]


def _failed_chip(vote) -> str:
    if vote.purpose == Purpose.OWNERS:
        return _("Preliminary: not in favour")
    accepted = sum(item["passed"] for item in vote.result.get("items", []))
    if accepted:
        total = len(vote.result["items"])
        return _("%(accepted)s of %(total)s questions decided") % {"accepted": accepted, "total": total}
    return {
        VoteKind.SUPPORT: _("Not enough signatures"),
        VoteKind.POLL: _("No option won"),
        VoteKind.DECISION: _("Decision not made"),
        VoteKind.BUDGET: _("No project won"),
    }[vote.kind]


def headline(vote) -> str:
    """The outcome of the whole vote in a sentence; `vote` is counted, its manifest at hand."""
    items = vote.result["items"]
    if len(items) == 1:
        return question_headline(items[0], vote)
    words = {"accepted": sum(item["passed"] for item in items), "total": len(items)}
    if vote.purpose == Purpose.OWNERS:
        return _("Preliminary: in favour of %(accepted)s of %(total)s questions.") % words
    return _("Questions accepted: %(accepted)s of %(total)s.") % words


def question_headline(item: dict, vote) -> str:
    """The outcome of one question in a sentence."""
    return {
        VoteKind.SUPPORT: _support_headline,
        VoteKind.DECISION: _decision_headline,
        VoteKind.POLL: _poll_headline,
        VoteKind.BUDGET: _budget_headline,
    }[vote.kind](item, vote)


def _support_headline(item, vote) -> str:
    words = {"signatures": amount(item["for"], vote), "needed": figure(item["needed"], vote)}
    return _("%(signatures)s gathered, %(needed)s needed.") % words


def _decision_headline(item, vote) -> str:
    words = {"votes": figure(item["for"], vote), "base": figure(item["base"], vote)}
    if vote.purpose == Purpose.OWNERS:
        # The meeting alone accepts anything (rules of the domain, 3.5).
        shape = _("Preliminary: in favour, “for” %(votes)s of %(base)s.")
        return (shape if item["passed"] else _("Preliminary: not in favour, “for” %(votes)s of %(base)s.")) % words
    if item["passed"]:
        return _("Accepted: “for” %(votes)s of %(base)s.") % words
    return _("Not accepted: “for” %(votes)s of %(base)s.") % words


def _poll_headline(item, vote) -> str:
    if not item["winners"]:
        return _("No option won.")
    winner = item["winners"][0]
    name = option_text(item, winner, vote)
    if vote.method == Method.SCHULZE:
        return _("“%(option)s” won.") % {"option": name}
    return _("“%(option)s” won: %(votes)s.") % {
        "option": name,
        "votes": amount(item["options"][winner]["votes"], vote),
    }


def _budget_headline(item, vote) -> str:
    won = sum(option["won"] for option in item["options"])
    if not won:
        return _("No project won.")
    return ngettext(
        "%(count)s project of %(total)s won, for %(spent)s of %(budget)s.",
        "%(count)s projects of %(total)s won, for %(spent)s of %(budget)s.",
        won,
    ) % {
        "count": won,
        "total": len(item["options"]),
        "spent": money(item["spent"]),
        "budget": money(item["budget"]),
    }


def option_text(item: dict, order: int, vote) -> str:
    """An option as it stood on the ballot."""
    return vote.manifest["items"][item["order"]]["options"][order]["text"]


def reason_words(item: dict, vote) -> str:
    """Why a question ended as it did, from the code kept at counting and the numbers beside it."""
    if item["reason"] == "no_quorum":
        return _("Too few took part: %(turnout)s, and the quorum is %(needed)s.") % {
            "turnout": figure(vote.turnout, vote),
            "needed": figure(vote.result["quorum"]["needed"], vote),
        }
    return {
        VoteKind.SUPPORT: _support_reason,
        VoteKind.DECISION: _decision_reason,
        VoteKind.POLL: _poll_reason,
        VoteKind.BUDGET: _budget_reason,
    }[vote.kind](item, vote)


def _support_reason(item, vote) -> str:
    return _("There are enough signatures.") if item["passed"] else _("There are not enough signatures.")


def _decision_reason(item, vote) -> str:
    words = {"votes": figure(item["needed"], vote)}
    return {
        "passed": _("Needed “for”: at least %(votes)s. There are as many or more.") % words,
        "tied": _("Votes “for” and “against” are equal, and that is not enough."),
        "short": _("Needed “for”: at least %(votes)s. There are fewer.") % words,
    }[item["reason"]]


def _poll_reason(item, vote) -> str:
    if item["reason"] == "passed" and vote.method == Method.SCHULZE:
        return _("Compared with each of the others in a pair, directly or through a chain of victories, it wins.")
    return {
        "passed": _("It has more votes than any other option."),
        "tie_listed": _("Options were level; by the rules of this vote the one listed first wins."),
        "tied": _("The best options are level, and by the rules of this vote none of them wins then."),
        "empty": _("Nobody chose any option."),
    }[item["reason"]]


def _budget_reason(item, vote) -> str:
    if item["reason"] == "empty":
        return _("No project had votes and fitted into the sum.")
    left = item["budget"] - item["spent"]
    return _("%(sum)s are left over: no other project with votes fits in.") % {"sum": money(left)} if left else ""


def win_words(row: dict, item: dict, vote) -> str:
    """How a round of a shared budget went."""
    words = {"cost": money(row["cost"]), "left": money(row["left"])}
    if row.get("by") != "shares":
        return _("Costs %(cost)s; %(left)s of the budget are left.") % words
    words |= {"payers": amount(row["full"], vote), "payment": payment(row["payment"], vote)}
    lines = [_("%(payers)s paid %(payment)s each.") % words]
    if row["less"]:
        lines.append(_("Those with less gave all they had: %(votes)s.") % {"votes": amount(row["less"], vote)})
    if row["nothing"]:
        lines.append(_("Those who had spent all gave nothing: %(votes)s.") % {"votes": amount(row["nothing"], vote)})
    lines.append(_("Costs %(cost)s; %(left)s of the budget are left.") % words)
    return " ".join(lines)


def shares_words(shares: dict, vote) -> str:
    """How much of the sum came to each voter at first, and how much after the shares were raised."""
    words = {"start": payment(shares["start"], vote), "final": payment(shares["final"], vote)}
    if not shares["steps"]:
        return _("The share of each was %(start)s.") % words
    return (
        _(
            "The share of each was %(start)s. It was raised evenly to %(final)s, as long as the projects bought did "
            "not cost more than the whole sum."
        )
        % words
    )


def payment(text: str, vote) -> str:
    """A share of money "a/b" of one voter, or of one m², rounded to a kopeck."""
    if vote.counted_by == CountedBy.AREA:
        return _("%(sum)s per m²") % {"sum": roubles(Fraction(text) * 100)}
    return roubles(Fraction(text))


def roubles(sum_: Fraction) -> str:
    return money(f"{round(sum_ * 100)}e-2")


def fate_words(option: dict, item: dict, vote) -> str:
    """Why a project of a shared budget won or lost, with the numbers that decided."""
    reason, cost = option["reason"], option["cost"]
    if reason == "won":
        return _("Its turn came with %(left)s left: enough.") % {"left": money(option["left"])}
    if reason == "shares":
        return _("Its supporters paid for it from their shares.")
    if reason == "rest":
        return _("Bought with what was left after the shares: there were still %(left)s.") % {
            "left": money(option["left"])
        }
    if reason == "no_votes":
        return _("Nobody voted for it.")
    if reason == "no_quorum":
        return _("There is no quorum, so no project won.")
    if reason == "too_dear":
        return _("It costs more than the whole sum, %(budget)s.") % {"budget": money(item["budget"])}
    words = {"left": money(option["left"]), "short": money(cost - option["left"])}
    lost = _("When its turn came, %(left)s were left: %(short)s too little.") % words
    if option.get("purse") is None:
        return lost
    purse = {"purse": roubles(Fraction(option["purse"])), "cost": money(cost)}
    return _("Its supporters had %(purse)s together, and it costs %(cost)s.") % purse + " " + lost
