"""The course of an initiative, read from the journal."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from feed.models import HideReason
from initiatives.parts import public_name_of
from journal.models import Event
from journal.verbs import Verb
from voting.models import Vote

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
    Verb.INITIATIVE_PHOTO_HIDDEN,
    Verb.INITIATIVE_PHOTO_RESTORED,
    Verb.INITIATIVE_PHOTO_BLURRED,
    Verb.INITIATIVE_REDACTED,
)
# Of its votes, what was done in public by those who run them.
VOTE_STEPS = (Verb.VOTE_EXTENDED, Verb.VOTE_CANCELLED, Verb.VOTE_OUTCOME_PUBLISHED)
# Between the author and those who review.
PRIVATE = (Verb.INITIATIVE_SENT_BACK,)
LONGEST = 100
# What an author may change once neighbours have read the text; without a code, misprints were corrected.
CHANGED = {
    "photos": _("photos"),
    "documents": _("documents"),
    "costs": _("costs and dates"),
    "place": _("the place"),
}


def timeline_of(initiative, *, with_private=False) -> list[Event]:
    """The latest LONGEST steps, newest first, a row of equal ones as its last.

    Each has `name`, «Имя О.» of who did it, or None for the clock; and `detail`, a word more, or "".
    """
    verbs = [*STEPS, *PRIVATE] if with_private else STEPS
    names = User.objects.filter(actor_key=OuterRef("actor_key")).values(name=public_name_of())
    votes = Vote.objects.filter(Q(initiative=initiative) | Q(past_initiatives=initiative)).order_by().values("pk")
    events = Event.objects.about(initiative).filter(verb__in=verbs) | Event.objects.filter(
        target_type=ContentType.objects.get_for_model(Vote), target_id__in=votes, verb__in=VOTE_STEPS
    )
    events = events.order_by("-pk")
    shown = []
    for event in events.annotate(name=Subquery(names))[:LONGEST]:
        event.detail = _detail(event)
        if not shown or _looks(event) != _looks(shown[-1]) or event.verb != Verb.INITIATIVE_CORRECTED:
            shown.append(event)
    return shown


def _looks(event) -> tuple:
    return event.verb, event.actor_key, event.detail


def _detail(event) -> str:
    if event.verb == Verb.INITIATIVE_PHOTO_HIDDEN:
        return str(HideReason(event.data["reason"]).label)
    return str(CHANGED.get(event.data.get("changed"), ""))
