"""What a receipt leads to: a ballot that counts, one that was changed since, or nothing."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from voting.models import Ballot, Channel, ReplacedReceipt, Secrecy, VoteState

RECEIPT = re.compile(r"[0-9a-f]{32}")
# Letters that people write for digits: Cyrillic ones look the same as those of a receipt.
LOOKALIKES = str.maketrans("авсеоОlI", "abce0011")


@dataclass(frozen=True)
class Found:
    """`state`: counted, waiting (the vote is not counted yet), called_off, replaced, malformed or missing."""

    state: str
    ballot: Ballot | None = None

    @property
    def vote(self):
        return self.ballot.vote if self.ballot else None

    @property
    def channel(self) -> str:
        """Of a named vote: the receipts of the others are published too, and would tell how the few on paper voted."""
        if self.vote.secrecy != Secrecy.NAMED:
            return ""
        return {Channel.SITE: _("given on the site"), Channel.PAPER: _("given on paper")}[Channel(self.ballot.channel)]


def look_up(municipality, code: str, vote=None) -> Found:
    """By indexes alone, whatever the number of ballots. `vote` narrows it down to one vote of the town."""
    code = code.translate(LOOKALIKES)
    if not RECEIPT.fullmatch(code):
        return Found("malformed")
    ballots = Ballot.objects.filter(receipt=code, vote__municipality=municipality).select_related("vote__community")
    replaced = ReplacedReceipt.objects.filter(receipt=code, vote__municipality=municipality)
    if vote is not None:
        ballots, replaced = ballots.filter(vote=vote), replaced.filter(vote=vote)
    ballot = ballots.first()
    if ballot is None:
        return Found("replaced" if replaced.exists() else "missing")
    if ballot.vote.state == VoteState.CANCELLED:
        return Found("called_off", ballot)
    return Found("counted" if ballot.vote.state == VoteState.COUNTED else "waiting", ballot)
