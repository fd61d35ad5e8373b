"""The phone desk: one page that works without scripts, and the same acts for a queue kept on the device."""

from pathlib import Path
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from meetings import actions
from meetings import permissions as may
from meetings.desk.forms import DecisionForm, HeadCountForm, ProblemForm
from meetings.desk.words import words
from meetings.models import Problem
from meetings.views.detail import get_meeting

JSON = "application/json"
# Of a long meeting: the page is for writing, the whole list stands in the closing report.
NEWEST = 30


def get_recorded(request, public_id):
    """The meeting, for whoever may write down what is said there."""
    meeting = get_meeting(request, public_id)
    if not may.can_record(request.user, meeting):
        raise PermissionDenied
    return meeting


def _key_of(user) -> str:
    """Names the person to their own device: what one wrote down is never sent by another."""
    return salted_hmac("meetings.desk", str(user.pk)).hexdigest()[:16]


def _wants_json(request) -> bool:
    return request.headers.get("Accept") == JSON


def _problems(meeting):
    rows = meeting.problems.select_related("appeal__department", "appeal__assignment__department")
    return rows.order_by("-recorded_at", "-pk")


def _running(request, meeting) -> dict:
    """What changes while the meeting goes on: the newest problems, how many there are, how many people came."""
    rows = list(_problems(meeting)[:NEWEST])
    for row in rows:
        row.may_undo = actions.can_undo(request.user, row, request.now)
    return {"meeting": meeting, "problems": rows, "count": meeting.problems.count()}


def _answer(request, meeting, **more) -> JsonResponse:
    running = _running(request, meeting)
    rows = render_to_string("meetings/desk/_rows.html", running, request)
    told = {"rows": rows, "count": running["count"], "attendance": meeting.attendance or 0}
    return JsonResponse({"now": request.now.isoformat(), **told, **more})


def _refusal(refusal) -> JsonResponse:
    return JsonResponse({"errors": refusal.messages, "code": getattr(refusal, "code", "")}, status=422)


@login_required
def desk(request, public_id):
    """Write down a problem: the page, its form, and what the device's queue sends."""
    meeting = get_recorded(request, public_id)
    if request.method == "POST":
        return _record(request, meeting)
    question = meeting.questions.filter(public_id=request.GET.get("question", "")[:10], hidden_at=None).first()
    initial = {"client_id": uuid4(), **({"question": question.public_id, "text": question.text} if question else {})}
    form = ProblemForm(meeting=meeting, user=request.user, now=request.now, initial=initial)
    return _page(request, meeting, form)


def _page(request, meeting, form, status=200):
    questions = meeting.questions.filter(hidden_at=None, answer="", problems=None).order_by("-vote_count", "pk")
    context = {
        **_running(request, meeting),
        "form": form,
        "questions": questions[:NEWEST],
        "user_key": _key_of(request.user),
        "press": uuid4(),
        "minutes": int((request.now - meeting.starts_at).total_seconds()) // 60,
        "words": words(),
    }
    return render(request, "meetings/desk/desk.html", context, status=status)


def _record(request, meeting):
    form = ProblemForm(request.POST, request.FILES, meeting=meeting, user=request.user, now=request.now)
    if form.is_valid():
        try:
            problem = _write_down(request, meeting, form)
        except ValidationError as refusal:
            if _wants_json(request) and getattr(refusal, "code", "") == "undone":
                return _answer(request, meeting, id=str(form.cleaned_data["client_id"]))
            form.add_error("photo" if _is_of_photo(refusal) else None, " ".join(refusal.messages))
        else:
            if _wants_json(request):
                return _answer(request, meeting, id=str(problem.client_id), number=problem.appeal.number)
            messages.success(request, _("No. %(number)s is written down.") % {"number": problem.appeal.number})
            return redirect("meetings:desk", meeting.public_id)
    if _wants_json(request):
        said = [error for errors in form.errors.values() for error in errors]
        return JsonResponse({"errors": said, "fields": list(form.errors)}, status=422)
    return _page(request, meeting, form)


def _is_of_photo(refusal) -> bool:
    return getattr(refusal, "code", "") in {"too_large", "not_a_picture", "too_many_pixels", "animated", "quota"}


def _write_down(request, meeting, form) -> Problem:
    typed = form.cleaned_data
    title, text = actions.split_note(typed["text"])
    return actions.record_problem(
        meeting,
        by=request.user,
        client_id=typed["client_id"],
        title=title,
        text=text,
        photo=typed["photo"],
        speaker=typed["speaker"],
        question=typed["question"],
        community=form.places.get(typed.get("place") or ""),
        is_public=not typed["is_private"],
        **form.chosen(),
    )


@require_POST
@login_required
def heads(request, public_id):
    """A press of the counter of people."""
    meeting = get_recorded(request, public_id)
    form = HeadCountForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError(_("So many people cannot be counted at once."), code="change")
        meeting.attendance = actions.count_heads(meeting, by=request.user, **form.cleaned_data)
    except ValidationError as refusal:
        if _wants_json(request):
            return _refusal(refusal)
        messages.error(request, " ".join(refusal.messages))
    if _wants_json(request):
        return _answer(request, meeting, id=str(form.cleaned_data["client_id"]))
    return redirect("meetings:desk", meeting.public_id)


@require_safe
def state(request, public_id):
    """For the queue, before it sends: who is signed in, a fresh token, and how the meeting stands.

    Whoever is not signed in is told so in a word and not led away: the device keeps what it has.
    """
    get_meeting(request, public_id)
    if not request.user.is_authenticated:
        return JsonResponse({}, status=401)
    meeting = get_recorded(request, public_id)
    return _answer(request, meeting, user=_key_of(request.user), token=get_token(request))


@require_safe
def worker(request, public_id):
    """The service worker. Its address bounds its reach: the desk of this one meeting, and nothing else of the site."""
    get_meeting(request, public_id)
    script = HttpResponse(Path(finders.find("js/meeting-desk-worker.js")).read_bytes(), content_type="text/javascript")
    script["Cache-Control"] = "no-cache"
    return script


def _get_problem(request, meeting, problem_id) -> Problem:
    problem = get_object_or_404(_problems(meeting), appeal__public_id=problem_id)
    problem.meeting = meeting
    problem.appeal.municipality = meeting.municipality
    return problem


@login_required
def settle(request, public_id, problem_id):
    """One problem: decide what was left for later, or take the record back."""
    meeting = get_recorded(request, public_id)
    problem = _get_problem(request, meeting, problem_id)
    post = request.POST if request.method == "POST" else None
    form = DecisionForm(post, meeting=meeting, user=request.user, now=request.now)
    if request.method == "POST" and form.is_valid():
        try:
            actions.settle_problem(problem, by=request.user, **form.chosen())
        except ValidationError as refusal:
            form.add_error(None, " ".join(refusal.messages))
        else:
            messages.success(request, _("No. %(number)s is decided.") % {"number": problem.appeal.number})
            return redirect("meetings:desk", meeting.public_id)
    return render(
        request,
        "meetings/desk/problem.html",
        {
            "meeting": meeting,
            "problem": problem,
            "form": form,
            "is_open": problem.is_undecided and problem.appeal.author_id != request.user.pk,
            "may_undo": actions.can_undo(request.user, problem, request.now),
        },
    )


@require_POST
@login_required
def undo(request, public_id, problem_id):
    meeting = get_recorded(request, public_id)
    problem = _get_problem(request, meeting, problem_id)
    number = problem.appeal.number
    try:
        actions.undo_problem(problem, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Record No. %(number)s is taken back.") % {"number": number})
    return redirect("meetings:desk", meeting.public_id)
