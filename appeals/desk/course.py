"""The whole course of a message for officials: every event, with who did it."""

from django.db.models import Exists, OuterRef

from accounts.models import User
from journal.models import Event
from municipalities.models import Department, StaffMember

LONGEST = 100


def course_of(appeal) -> list[Event]:
    """The latest LONGEST events, newest first.

    Each has `who` (empty: the clock, or somebody who has left) and `detail`: to which department it went. Officials
    stand with their names; residents as neighbours see them, for a look at who asks is kept (`look_at_applicant`).
    """
    events = list(Event.objects.about(appeal).order_by("-pk")[:LONGEST])
    office = StaffMember.objects.filter(municipality=appeal.municipality_id, user=OuterRef("pk"))
    people = User.objects.filter(actor_key__in={event.actor_key for event in events}).annotate(
        in_office=Exists(office)
    )
    known = {person.actor_key: person for person in people}
    wanted = {event.data["department"] for event in events if event.data.get("department")}
    names = dict(Department.objects.filter(pk__in=wanted).values_list("pk", "name"))
    for event in events:
        event.detail = names.get(event.data.get("department"), "")
        event.who = _name(known.get(event.actor_key), appeal)
    return events


def _name(person, appeal) -> str:
    if person is None:
        return ""
    named = person.in_office and person.pk != appeal.author_id
    return person.get_full_name() if named else person.public_name
