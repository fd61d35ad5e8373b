"""The course of a message in words, read from the journal."""

from django.utils.translation import gettext_lazy as _

from journal.models import Event
from journal.verbs import Verb
from municipalities.models import Department

# What everybody who may read the message may read. Notes, looks and joinings are not among it.
STEPS = (
    Verb.APPEAL_FILED,
    Verb.APPEAL_ROUTED,
    Verb.APPEAL_CLARIFICATION_ASKED,
    Verb.APPEAL_CLARIFIED,
    Verb.APPEAL_ANSWERED,
    Verb.APPEAL_TAKEN_UNDER_CONTROL,
    Verb.APPEAL_WORK_STARTED,
    Verb.APPEAL_DONE,
    Verb.APPEAL_CONFIRMED,
    Verb.APPEAL_REOPENED,
    Verb.APPEAL_FORWARDED,
    Verb.APPEAL_MERGED,
    Verb.APPEAL_DECLINED,
    Verb.APPEAL_REGISTERED,
    Verb.APPEAL_TERM_MOVED,
    Verb.APPEAL_HIDDEN,
    Verb.APPEAL_SHOWN,
    Verb.APPEAL_REDACTED,
)
LONGEST = 100
# A word more, by verb and the reason in the event.
DETAILS = {
    (Verb.APPEAL_CONFIRMED, None): _("the author did not object in time"),
    (Verb.APPEAL_REOPENED, "disputed"): _("the author does not agree"),
    (Verb.APPEAL_REOPENED, "cancelled"): _("the assignment was cancelled"),
    (Verb.APPEAL_TERM_MOVED, "calendar"): _("the working calendar was changed"),
    (Verb.APPEAL_TERM_MOVED, "statutory_calendar"): _("the last day of the law, for the working calendar was changed"),
    (Verb.APPEAL_TERM_MOVED, "statutory"): _("the term of the law was prolonged, with notice to the author"),
}
# The same of a message that nobody signed.
WITHOUT_AUTHOR = {
    (Verb.APPEAL_CONFIRMED, None): _("nobody objected in time"),
    (Verb.APPEAL_REOPENED, "disputed"): _("a resident does not agree"),
}


def timeline_of(appeal) -> list[Event]:
    """The steps in their order, each with `detail`, a word more, or "". Who did it is said by the replies."""
    events = list(Event.objects.about(appeal).filter(verb__in=STEPS).order_by("-pk")[:LONGEST])[::-1]
    wanted = {event.data["department"] for event in events if event.data.get("department")}
    names = dict(Department.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
    for event in events:
        event.detail = names.get(event.data.get("department"), "") or _detail(event, appeal)
    return events


def _detail(event, appeal) -> str:
    key = (event.verb, event.data.get("reason"))
    if event.verb == Verb.APPEAL_CONFIRMED and event.actor_key:
        return ""
    if appeal.author_id is None and key in WITHOUT_AUTHOR:
        return str(WITHOUT_AUTHOR[key])
    return str(DETAILS.get(key, ""))
