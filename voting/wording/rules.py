"""What a vote goes by, said before anybody chooses."""

from django.utils.translation import gettext as _

from core.moments import moment
from core.typography import money
from voting import counting
from voting.models import CountedBy, Method, Purpose, Secrecy, ThresholdBase, TieRule, VoteKind
from voting.wording.amounts import signatures


def quorum_needed(vote) -> int:
    """The weight that makes the quorum, of the frozen roll; 0 where any number will do."""
    if not counting.KINDS[vote.kind, vote.method].quorum:
        return 0
    return counting.votes_needed(vote.quorum, vote.quorum_strict, vote.roll_weight)


def share_words(numerator: int, denominator: int, strict: bool) -> str:
    """«Больше половины», «не меньше двух третей»: shares that have a name, others as a fraction."""
    named = {
        (1, 2, True): _("more than half"),
        (1, 2, False): _("at least half"),
        (2, 3, True): _("more than two thirds"),
        (2, 3, False): _("at least two thirds"),
        (3, 4, True): _("more than three quarters"),
        (3, 4, False): _("at least three quarters"),
        (1, 3, True): _("more than a third"),
        (1, 3, False): _("at least a third"),
    }.get((numerator, denominator, strict))
    if named:
        return named
    shape = _("more than %(numerator)s/%(denominator)s") if strict else _("at least %(numerator)s/%(denominator)s")
    return shape % {"numerator": numerator, "denominator": denominator}


def quorum_words(vote) -> str:
    """The share of the roll, before the roll is known and beside the number afterwards; empty for signatures."""
    if not counting.KINDS[vote.kind, vote.method].quorum:
        return ""
    if vote.quorum is None:
        return _("There is no quorum: any number of votes is enough.")
    words = {"share": share_words(vote.quorum_numerator, vote.quorum_denominator, vote.quorum_strict)}
    if vote.counted_by == CountedBy.AREA:
        return _("Quorum: %(share)s of the area on the roll takes part.") % words
    return _("Quorum: %(share)s of the roll takes part.") % words


def majority_words(vote) -> str:
    """What decides, by kind: a share of a base, a number of signatures, the most votes, the money."""
    return {
        VoteKind.SUPPORT: _support,
        VoteKind.DECISION: _decision,
        VoteKind.POLL: _poll,
        VoteKind.BUDGET: _budget,
    }[vote.kind](vote)


def _support(vote) -> str:
    return _("The proposal is supported when %(signatures)s are gathered.") % {"signatures": signatures(vote.needed)}


def _decision(vote) -> str:
    words = {"share": share_words(vote.threshold_numerator, vote.threshold_denominator, vote.threshold_strict)}
    return {
        ThresholdBase.CAST: _(
            "A question is accepted if %(share)s of those who took part are “for”. Who abstains has taken part."
        ),
        ThresholdBase.DECIDED: _(
            "A question is accepted if %(share)s of the votes “for” and “against” are “for”. Abstaining counts for "
            "the quorum alone."
        ),
        ThresholdBase.ROLL: _("A question is accepted if %(share)s of the whole roll are “for”."),
    }[vote.threshold_base] % words


def _poll(vote) -> str:
    if vote.method == Method.SCHULZE:
        return _("The option that voters place before each of the others wins.")
    return _("The option with the most votes wins.")


def _budget(vote) -> str:
    return _("%(sum)s are shared among the projects that win.") % {"sum": money(vote.budget)}


def tie_words(vote) -> str:
    """What happens when two are level; empty where that cannot be."""
    tie = counting.KINDS[vote.kind, vote.method].tie
    if tie == "reject":
        return _("As many votes “for” as “against” is not enough: the question is not accepted.")
    if tie == "order":
        return _("Of projects with equally many votes the cheaper one comes first, then the one listed first.")
    if tie == "rule":
        if vote.tie == TieRule.LISTED:
            return _("If the best options are level, the one listed first wins.")
        return _("If the best options are level, none of them wins.")
    return ""


def blank_words(vote) -> str:
    """What a paper means that chooses nothing; decisions say it with their threshold, signatures cannot."""
    if counting.KINDS[vote.kind, vote.method].blank != "takes_part":
        return ""
    return _("Who chooses nothing has taken part and counts for the quorum.")


def method_words(vote) -> str:
    """How papers are filled in and added up, with the name of the method where it has one."""
    return {
        Method.SIGNATURES: _("Each signature counts once."),
        Method.AGENDA: _("Each question of the agenda is counted on its own."),
        Method.SINGLE: _("You choose one option."),
        Method.MULTIPLE: _("You may choose several options; each of them gets your whole vote."),
        Method.SCHULZE: _(
            "You put the options in order, and they are compared in pairs: who is placed higher by more voters. "
            "If no option beats all others, chains of such victories decide. This is the Schulze method."
        ),
        Method.GREEDY: _(
            "You mark the projects you approve. They are bought in the order of votes while the money lasts; a "
            "project that does not fit is passed over."
        ),
        Method.EQUAL_SHARES: _(
            "You mark the projects you approve. The money is divided equally among all who took part, and the "
            "supporters of a project pay for it together from their shares, so that each group of neighbours gets its "
            "part. What is left buys the projects with the most votes. This is the Method of Equal Shares."
        ),
    }[vote.method]


def weight_words(vote) -> str:
    """Whose voice weighs how much."""
    return {
        CountedBy.PERSON: _("One resident, one vote."),
        CountedBy.FLAT: _("One flat, one vote: whoever of the flat votes first, votes for all of it."),
        CountedBy.AREA: _("Votes are weighed by the area of premises: each square metre of an owner counts."),
    }[vote.counted_by]


def rules_words(vote) -> list[str]:
    """All that decides the vote, a sentence or two on each matter; none is left out and none is empty."""
    lines = [
        weight_words(vote),
        method_words(vote),
        quorum_words(vote),
        majority_words(vote),
        blank_words(vote),
        tie_words(vote),
    ]
    if vote.purpose == Purpose.OWNERS:
        lines.append(
            _(
                "This prepares an owners' general meeting and has no legal force: only the meeting itself and its "
                "minutes decide."
            )
        )
    return [line for line in lines if line]


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
    return [_who_sees(vote), *_order_notice(vote), *_area_notice(vote), _changing(vote)]


def _who_sees(vote) -> str:
    if vote.secrecy == Secrecy.NAMED:
        return _(
            "The vote is named: after the end those on the roll, the activist and the administration see who voted "
            "how. Other people do not see names."
        )
    return _(
        "The vote is closed: neighbours and the administration do not see who voted how. "
        "Who keeps the site's database can see it."
    )


def _order_notice(vote) -> list[str]:
    if vote.secrecy != Secrecy.CLOSED:
        return []
    return [
        _(
            "After the end a file for checking the count is published. Ballots stand in it without names and times, "
            "but in the order in which they came: who watches the turnout and knows who votes at that minute could "
            "guess whose ballot it is."
        )
    ]


def _area_notice(vote) -> list[str]:
    if vote.counted_by != CountedBy.AREA:
        return []
    return [
        _("The published list shows the area beside each ballot, and by the area a neighbour can tell whose it is.")
    ]


def _changing(vote) -> str:
    if vote.replaceable:
        return _("You may change your mind until %(moment)s: the last choice counts.") % {
            "moment": moment(vote.closes_at)
        }
    return _("A vote cannot be changed once it is given.")


def turnout_notice(vote) -> str:
    if vote.turnout_shown:
        return _("How many have voted is seen all the time; who is ahead, only after the end.")
    return _("How many have voted and who is ahead will be seen only after the end.")
