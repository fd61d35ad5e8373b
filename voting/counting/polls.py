"""Polls with one or several options: the most votes win."""

from voting.counting.terms import Question, Terms


class Poll:
    """Adds up votes for each option of one question. Several options of one paper each get its whole weight."""

    def __init__(self, terms: Terms, question: Question):
        self.terms, self.question = terms, question
        self.votes = [0] * question.options
        self.blank = 0

    def add(self, answer: list[int], weight: int) -> None:
        for option in answer:
            self.votes[option] += weight
        if not answer:
            self.blank += weight

    def result(self, *, turnout: int, quorum_met: bool) -> dict:
        most = max(self.votes)
        leaders = [order for order, votes in enumerate(self.votes) if votes == most] if most else []
        return {
            "order": self.question.order,
            "options": [{"order": order, "votes": votes} for order, votes in enumerate(self.votes)],
            "blank": self.blank,
            **outcome(leaders, tie=self.terms.rules.tie, quorum_met=quorum_met),
        }


def outcome(leaders: list[int], *, tie: str, quorum_met: bool) -> dict:
    """Who of the leaders wins: {"leaders", "winners", "passed", "reason"}; never more than one winner.

    Reasons: passed (one leads), tie_listed (of equals, the one listed first), tied, empty (nobody chose), no_quorum.
    """
    if not quorum_met:
        winners, reason = [], "no_quorum"
    elif not leaders:
        winners, reason = [], "empty"
    elif len(leaders) == 1:
        winners, reason = leaders, "passed"
    elif tie == "listed":
        winners, reason = [min(leaders)], "tie_listed"
    else:
        winners, reason = [], "tied"
    return {"leaders": leaders, "winners": winners, "passed": bool(winners), "reason": reason}
