"""What others may hear of a vote. Sent inside the act's transaction: if a listener fails, nothing has happened."""

from django.dispatch import Signal

# sender=Vote, vote=vote: counted; turnout, quorum_met and passed are known.
vote_closed = Signal()
# sender=Vote, vote=vote: it will not take place; cancel_reason says why.
vote_cancelled = Signal()
