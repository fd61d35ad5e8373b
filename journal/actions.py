"""Writing the journal."""

from django.contrib.contenttypes.models import ContentType

from core import clock
from journal.models import Event, Look, PendingEvent
from journal.verbs import Verb


def record(verb, target, *, by=None, municipality, at=None, **data) -> Event:
    """Add an event to the journal; call it inside the act's transaction.

    `by` is None only for the clock's acts. `data` holds numbers, codes and ids, never names or free text.
    """
    at = at or clock.now()
    visit = getattr(by, "desk_visit", None)
    if visit is not None:
        # Done by the hands of a member of staff, with the person beside them.
        data["desk"] = visit.public_id
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


def record_many(verb, happened, *, by=None, municipality, at=None) -> list[Event]:
    """Add events of one verb about things of one kind, in a few queries. `happened`: pairs of a target and its data.

    For acts on hundreds of things at once; everything that holds for `record` holds here.
    """
    pairs = list(happened)
    if not pairs:
        return []
    at = at or clock.now()
    kind = ContentType.objects.get_for_model(pairs[0][0], for_concrete_model=True)
    visit = getattr(by, "desk_visit", None)
    events = Event.objects.bulk_create(
        Event(
            municipality=municipality,
            at=at,
            verb=verb,
            actor_key=by.actor_key if by else None,
            target_type=kind,
            target_id=target.pk,
            data={**data, **({"desk": visit.public_id} if visit else {})},
        )
        for target, data in pairs
    )
    PendingEvent.objects.bulk_create(PendingEvent(event=event, not_before=at) for event in events)
    return events


def note_look(people, *, by, municipality, target, reason) -> Event | None:
    """Keep that a member of staff saw the personal data of these people (152-ФЗ; security standard, part 5).

    `target` is the page or thing through which they looked, `reason` a `LookReason` for the reader.
    Nothing is kept of looks at nobody, or at oneself.
    """
    subjects = {person.pk for person in people} - {by.pk}
    if not subjects:
        return None
    event = record(Verb.PERSONAL_DATA_SEEN, target, by=by, municipality=municipality, reason=reason)
    Look.objects.bulk_create(Look(event=event, subject_id=pk) for pk in sorted(subjects))
    return event
