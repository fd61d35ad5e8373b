"""What was done for a resident during one visit, read from the journal."""

from datetime import timedelta

from journal.models import Event
from journal.verbs import Verb

# Consequences of an act at the very end of a visit are written moments after it.
SLACK = timedelta(minutes=1)


def events_of(visit):
    """The resident's acts by the hands of the staff, oldest first."""
    last = (visit.ended_at or visit.expires_at) + SLACK
    return Event.objects.filter(
        municipality=visit.municipality_id,
        actor_key=visit.resident.actor_key,
        at__range=(visit.started_at, last),
        data__desk=visit.public_id,
    ).order_by("pk")


def acts_of(visit) -> list[str]:
    """The same as words of the journal, which name nobody, each once."""
    return list(dict.fromkeys(str(Verb(verb).label) for verb in events_of(visit).values_list("verb", flat=True)))
