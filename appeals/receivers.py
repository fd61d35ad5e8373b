"""What messages hear from the assignments made of them."""

from appeals.actions import begin_work, take_outcome


def hear_assignment_closed(sender, assignment, by, **kwargs):
    """Inside the transaction that closes it: when this fails, that has not happened either."""
    take_outcome(assignment, by=by)


def hear_assignment_started(sender, assignment, **kwargs):
    begin_work(assignment)
