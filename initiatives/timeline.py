"""The course of an initiative, read from the journal."""

from django.db.models import OuterRef, Subquery

from accounts.models import User
from initiatives.parts import public_name_of
from journal.models import Event
from journal.verbs import Verb

# What everybody may read. Support and offers of help have their own places on the page.
STEPS = (
    Verb.INITIATIVE_SUBMITTED,
    Verb.INITIATIVE_ACCEPTED,
    Verb.INITIATIVE_THRESHOLD_REACHED,
    Verb.INITIATIVE_CORRECTED,
    Verb.INITIATIVE_ADDED_TO,
    Verb.INITIATIVE_CHANGED,
    Verb.INITIATIVE_PUT_TO_VOTE,
    Verb.INITIATIVE_VOTE_PASSED,
    Verb.INITIATIVE_VOTE_FAILED,
    Verb.INITIATIVE_SENT_TO_ADMINISTRATION,
    Verb.INITIATIVE_CONCLUSION_ADDED,
    Verb.INITIATIVE_OPINION_GIVEN,
    Verb.INITIATIVE_APPROVED,
    Verb.INITIATIVE_DECLINED,
    Verb.INITIATIVE_RETURNED,
    Verb.INITIATIVE_REWORKED,
    Verb.INITIATIVE_WORK_STARTED,
    Verb.INITIATIVE_STAGE_PLANNED,
    Verb.INITIATIVE_STAGE_REPORTED,
    Verb.INITIATIVE_COMPLETED,
    Verb.INITIATIVE_WITHDRAWN,
    Verb.INITIATIVE_ARCHIVED,
    Verb.INITIATIVE_PASSED_ON,
)
# Between the author and those who review.
PRIVATE = (Verb.INITIATIVE_SENT_BACK,)
LONGEST = 100


def timeline_of(initiative, *, with_private=False) -> list[Event]:
    """The latest LONGEST steps, newest first; each has `name`, «Имя О.» of who did it, or None for the clock."""
    verbs = [*STEPS, *PRIVATE] if with_private else STEPS
    names = User.objects.filter(actor_key=OuterRef("actor_key")).values(name=public_name_of())
    events = Event.objects.about(initiative).filter(verb__in=verbs).order_by("-pk")
    return list(events.annotate(name=Subquery(names))[:LONGEST])
