"""How many have voted so far.

Counting marks costs more the more there are, so a worker remembers the number for a few seconds; what decides a vote
is counted at closing and kept on its row. A counter on the vote's row would make all voters wait for one another.
"""

from django.core.cache import caches
from django.db.models import Count

from voting.models import Participation, VoteState

SECONDS = 5


def attach(votes) -> list:
    """Set `cast` on each vote: marks so far, or the turnout once counted. At most one query for all of them."""
    votes = list(votes)
    cache = caches["pages"]
    names = {vote.pk: f"turnout:{vote.public_id}" for vote in votes if vote.turnout is None}
    known = cache.get_many(names.values()) if names else {}
    asked = [pk for pk, name in names.items() if name not in known]
    if asked:
        marks = Participation.objects.filter(vote__in=asked).values_list("vote").annotate(count=Count("pk"))
        counted = dict.fromkeys(asked, 0) | dict(marks.order_by())
        known |= {names[pk]: count for pk, count in counted.items()}
        for vote in votes:
            # Nobody votes before the opening; an old number of nothing would outlive it.
            if vote.pk in counted and vote.state != VoteState.SCHEDULED:
                cache.set(names[vote.pk], counted[vote.pk], SECONDS)
    for vote in votes:
        vote.cast = known[names[vote.pk]] if vote.pk in names else vote.turnout
    return votes


def forget(vote) -> None:
    """Count anew in this worker: who has just voted sees themselves counted."""
    caches["pages"].delete(f"turnout:{vote.public_id}")
