"""The page of a message: what happened, what is promised, what came of it."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from appeals import actions
from appeals.models import AppealSettings, AppealState, Joined
from appeals.timeline import timeline_of
from appeals.views.frame import answers_page, get_appeal, visible
from assignments.reports import shown_reports
from core import photos as intake
from core import renditions

S = AppealState
SMALL_SIDE = 480
# The road as a resident sees it; where it ends otherwise, the last step says so.
ROAD = (
    (_("Received"), {S.NEW, S.CLARIFYING, S.REOPENED}),
    (_("In the hands of a department"), {S.UNDER_CONTROL, S.IN_PROGRESS}),
    (_("Answer or work done"), {S.ANSWERED, S.DONE}),
    (_("Confirmed"), {S.CONFIRMED}),
)
OTHERWISE = {S.FORWARDED, S.DECLINED, S.DUPLICATE}


def _steps(appeal) -> list[dict]:
    """The stages of the road; what was answered without control passes the second one by."""
    if appeal.state in OTHERWISE:
        return [
            {"title": _("Received"), "state": "done"},
            {"title": appeal.get_state_display(), "state": "now"},
        ]
    road = [step for step in ROAD if appeal.assignment_id or S.UNDER_CONTROL not in step[1] or appeal.is_open]
    now = next(number for number, (_title, states) in enumerate(road) if appeal.state in states)
    is_over = appeal.state == S.CONFIRMED
    return [
        {"title": title, "state": "done" if number < now or is_over else "now" if number == now else ""}
        for number, (title, _states) in enumerate(road)
    ]


def _outcome(appeal):
    """The accepted report of work that is done, with its pictures; None when there are none that residents see."""
    if appeal.assignment is None or appeal.state not in (S.DONE, S.CONFIRMED):
        return None
    report = next(iter(shown_reports(appeal.assignment, official=False)), None)
    return report if report and report.after else None


def page_context(request, appeal) -> dict:
    """Everything the page shows; the number of queries does not depend on the number of rows."""
    user = request.user
    rows = list(appeal.photos.select_related("photo"))
    renditions.attach(row.photo for row in rows)
    is_joined = user.is_authenticated and Joined.objects.filter(appeal=appeal, user=user).exists()
    may = actions.possible(user, appeal) if user.is_authenticated else set()
    if not appeal.is_disputable(request.now):
        may.discard("dispute")
    outcome = _outcome(appeal)
    beside = {before.photo_id for before, _after in outcome.pairs} if outcome else set()
    return {
        "appeal": appeal,
        "outcome": outcome,
        # What stands beside its "after" is not shown twice.
        "photos": [row.photo for row in rows if row.photo_id not in beside],
        "replies": answers_page(request, appeal),
        "steps": _steps(appeal),
        "timeline": timeline_of(appeal),
        "may": may,
        "is_mine": user.is_authenticated and appeal.author_id == user.pk,
        "is_joined": is_joined,
        "takes_joining": appeal.is_public and appeal.state in actions.ACTS["join"].states,
        "is_late": appeal.is_overdue(request.now),
        "settings": AppealSettings.of(request.municipality),
        # Who may read the original; of a private one only that there is one is said.
        "original": visible(request).filter(pk=appeal.duplicate_of_id).first() if appeal.duplicate_of_id else None,
        "points": [{"lat": appeal.latitude, "lon": appeal.longitude, "label": appeal.title}]
        if appeal.latitude is not None
        else [],
    }


def _find(request, public_id):
    return get_appeal(request, public_id, "author", "assignment__department", "problem__meeting")


@require_safe
def show(request, public_id):
    return render(request, "appeals/detail.html", page_context(request, _find(request, public_id)))


def joining_fragment(request, public_id):
    """The part with neighbours, as a reload would show it."""
    return render(request, "appeals/_joining.html", page_context(request, _find(request, public_id)))


@require_safe
def photo(request, public_id, photo_id):
    """A picture, to whoever may read the message; `?small` for a list."""
    appeal = get_appeal(request, public_id)
    row = appeal.photos.select_related("photo").filter(photo__public_id=photo_id).first()
    if row is None:
        raise Http404
    return intake.response(row.photo, side=SMALL_SIDE if "small" in request.GET else None)
