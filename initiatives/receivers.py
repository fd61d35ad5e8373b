"""What initiatives hear from votes."""

from initiatives.actions import take_vote_result
from initiatives.models import Initiative


def hear_vote_ended(sender, vote, **kwargs):
    """Inside the transaction that counts or cancels the vote: when this fails, that has not happened either."""
    for initiative in Initiative.objects.filter(vote=vote):
        take_vote_result(initiative, vote)
