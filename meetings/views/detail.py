"""The page of a meeting, and the fragments of it that scripts swap."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from appeals.models import Appeal
from meetings import actions
from meetings.models import AHEAD, Meeting, MeetingRegistration, MeetingState, Problem, QuestionVote
from meetings.permissions import can_record, places_of
from municipalities.models import StaffMember
from municipalities.permissions import OFFICIALS

QUESTIONS_PER_PAGE = 20


def get_meeting(request, public_id) -> Meeting:
    """One that this person may see in this town; another is as good as missing (404)."""
    found = Meeting.objects.within(request.municipality).visible_to(request.user)
    meeting = get_object_or_404(found.select_related("follow_up_of"), public_id=public_id)
    # The town is known already: acts and rights ask for it many times.
    meeting.municipality = request.municipality
    return meeting


def _hosts(meeting) -> list[dict]:
    """Names and positions of those who come."""
    hosts = list(meeting.hosts.select_related("user"))
    people = [host.user_id for host in hosts if host.user_id]
    staff = StaffMember.objects.within(meeting.municipality).filter(user__in=people, role__in=OFFICIALS)
    posts = {row.user_id: row for row in staff.select_related("department").order_by("-pk")}
    known = []
    for host in hosts:
        post = posts.get(host.user_id)
        if host.user:
            words = ", ".join(filter(None, [post.position, post.department and post.department.name])) if post else ""
            known.append({"name": host.user.public_name, "position": words})
        elif host.words:
            known.append({"name": host.words, "position": ""})
    return known


def _questions(request, meeting) -> dict:
    """A page of questions, those that concern most neighbours first; hidden ones keep their place and reason."""
    # What a question became; a private message is nobody's to know of but its author's and the administration's.
    became = Problem.objects.filter(appeal__in=Appeal.objects.visible_to(request.user)).select_related("appeal")
    rows = meeting.questions.order_by("-vote_count", "pk").select_related("author")
    rows = rows.prefetch_related(Prefetch("problems", became))
    page = Paginator(rows, QUESTIONS_PER_PAGE).get_page(request.GET.get("page"))
    user, mine = request.user, set()
    if user.is_authenticated:
        votes = QuestionVote.objects.filter(user=user, question__in=[question.pk for question in page])
        mine = set(votes.values_list("question_id", flat=True))
    for question in page:
        question.is_mine = user.is_authenticated and question.author_id == user.pk
        question.is_voted = question.pk in mine
    return {"questions": page}


def page_context(request, meeting) -> dict:
    """Everything the page shows; the number of queries does not depend on the number of rows."""
    user = request.user
    may = actions.possible(user, meeting, request.now) if user.is_authenticated else set()
    places = places_of(meeting)
    placed = [one for one in (meeting, *places) if one.latitude is not None and one.longitude is not None]
    registered = user.is_authenticated and MeetingRegistration.objects.filter(meeting=meeting, user=user).exists()
    follow_ups = Meeting.objects.visible_to(user).filter(follow_up_of=meeting).order_by("starts_at", "pk")
    first = meeting.follow_up_of
    return {
        "meeting": meeting,
        "may": may,
        "takes": meeting.is_ahead and not meeting.is_official and meeting.ends_at > request.now,
        "is_over": meeting.ends_at <= request.now,
        "places": places,
        "points": [{"lat": placed[0].latitude, "lon": placed[0].longitude, "label": meeting.place}] if placed else [],
        "hosts": _hosts(meeting),
        "agenda": list(meeting.agenda.all()),
        "moves": list(meeting.moves.all()),
        "first": first if first and first.is_public else None,
        "follow_ups": list(follow_ups),
        "is_registered": registered,
        "records": meeting.state in (*AHEAD, MeetingState.HELD) and can_record(user, meeting),
        "prints": "move" in may,
        **_questions(request, meeting),
    }


@require_safe
def show(request, public_id):
    meeting = get_meeting(request, public_id)
    return render(request, "meetings/detail.html", page_context(request, meeting))


def fragment(request, meeting, name):
    """An answer to htmx: the part `name` of the page as a reload would show it."""
    meeting = get_meeting(request, meeting.public_id)
    return render(request, f"meetings/{name}.html", page_context(request, meeting))
