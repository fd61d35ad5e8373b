"""What others may hear of assignments, inside the transaction: if a listener fails, nothing has happened."""

from django.dispatch import Signal

# The executor began the work. Sends `assignment`, and `by`: who said so.
assignment_started = Signal()
# An assignment was done or cancelled. Sends `assignment`, and `by`: the controller who decided.
assignment_closed = Signal()
# Its term moved. Sends `assignment`.
assignment_moved = Signal()
