"""Writing the journal."""

from django.contrib.contenttypes.models import ContentType

from core import clock
from journal.models import Event, PendingEvent


def record(verb, target, *, by=None, municipality, at=None, **data) -> Event:
    """Add an event to the journal; call it inside the act's transaction.

    `by` is None only for the clock's acts. `data` holds numbers, codes and ids, never names or free text.
    """
    at = at or clock.now()
    event = Event.objects.create(
        municipality=municipality,
        at=at,
        verb=verb,
        actor_key=by.actor_key if by else None,
        target_type=ContentType.objects.get_for_model(target, for_concrete_model=True),
        target_id=target.pk,
        data=data,
    )
    PendingEvent.objects.create(event=event, not_before=at)
    return event
