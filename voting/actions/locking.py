"""Taking a vote's row: exclusively to move it, shared to cast."""

import logging

from django.db import connection, transaction

from voting.models import Vote

logger = logging.getLogger(__name__)


def locked(vote) -> Vote:
    """The vote as it is now; nobody casts, opens or closes it until this transaction ends.

    On SQLite every transaction takes the write lock as it begins, so the row needs none.
    """
    return Vote.objects.select_for_update(of=["self"]).get(pk=vote.pk)


def locked_for_casting(vote) -> Vote:
    """The vote as it is now; it cannot be closed until this transaction ends, while others cast at the same time."""
    if connection.vendor == "postgresql":
        return Vote.objects.raw("SELECT * FROM voting_vote WHERE id = %s FOR SHARE", [vote.pk])[0]
    return Vote.objects.get(pk=vote.pk)


def each_locked(due, act) -> int:
    """Do the clock's act on every vote of a queryset, each in a transaction of its own; the number done.

    Another worker's votes are passed over, not waited for. A vote whose act fails is logged and left as it was, to be
    tried again, and does not hold up the others.
    """
    done = 0
    for pk in list(due.values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                # The condition is asked again under the lock: another worker may have been quicker.
                vote = due.select_for_update(of=["self"], skip_locked=True).filter(pk=pk).first()
                if vote is not None:
                    act(vote)
                    done += 1
        except Exception:
            logger.exception("vote %s: %s failed", pk, act.__name__)
    return done
