"""The whole course of a message for officials: every event, with who did it."""

from django.db.models import OuterRef, Subquery

from accounts.models import User
from journal.models import Event
from municipalities.models import Department

LONGEST = 100


def course_of(appeal) -> list[Event]:
    """The latest LONGEST events, newest first.

    Each has `first` and `last`, the name of who did it (None: the clock), and `detail`: to which department it went.
    """
    person = User.objects.filter(actor_key=OuterRef("actor_key"))
    events = list(
        Event.objects.about(appeal)
        .order_by("-pk")
        .annotate(first=Subquery(person.values("first_name")), last=Subquery(person.values("last_name")))[:LONGEST]
    )
    wanted = {event.data["department"] for event in events if event.data.get("department")}
    names = dict(Department.objects.filter(pk__in=wanted).values_list("pk", "name"))
    for event in events:
        event.detail = names.get(event.data.get("department"), "")
    return events
