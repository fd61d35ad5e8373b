"""The closing report: how many came, what was said, what is still open; and what is added to it later."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.uploads import attachment
from meetings import actions
from meetings import permissions as may
from meetings.desk.closing_forms import CloseForm, ReportForm
from meetings.desk.summary import sheet
from meetings.desk.views import get_recorded
from meetings.models import ALLOWED, MeetingState
from meetings.views.detail import get_meeting


@login_required
def close(request, public_id):
    """Everything that is left to decide, on one page, in one act."""
    meeting = get_recorded(request, public_id)
    if MeetingState.HELD not in ALLOWED[meeting.state]:
        return redirect(meeting)
    posted = request.method == "POST"
    form = CloseForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        meeting=meeting,
        user=request.user,
        now=request.now,
    )
    if posted and form.is_valid():
        try:
            actions.hold(meeting, by=request.user, **form.chosen())
        except ValidationError as refusal:
            form.add_error(None, " ".join(refusal.messages))
        else:
            messages.success(request, _("The meeting is closed. Everybody sees what was said and what comes of it."))
            return redirect(meeting)
    return render(
        request,
        "meetings/desk/close.html",
        {
            "meeting": meeting,
            "form": form,
            "fates": meeting.problems.fates(),
            "may_assign": may.can_give_assignments(request.user, meeting),
        },
    )


@login_required
def complete(request, public_id):
    """Minutes that were signed later, and more pictures."""
    meeting = get_recorded(request, public_id)
    if meeting.state != MeetingState.HELD:
        return redirect(meeting)
    posted = request.method == "POST"
    form = ReportForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        initial={"minutes": meeting.minutes},
    )
    if posted and form.is_valid():
        try:
            actions.complete_report(meeting, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, " ".join(refusal.messages))
        else:
            messages.success(request, _("The report is completed."))
            return redirect(meeting)
    return render(request, "meetings/desk/report.html", {"meeting": meeting, "form": form})


@require_safe
def minutes(request, public_id):
    """The file of the minutes, to anybody who may see the meeting."""
    meeting = get_meeting(request, public_id)
    if not meeting.minutes_file:
        raise Http404
    return attachment(meeting.minutes_file, title=meeting.title, extension=meeting.minutes_file.name.rsplit(".")[-1])


@require_safe
def summary(request, public_id):
    """One A4 for the notice board of each entrance."""
    meeting = get_meeting(request, public_id)
    if meeting.state != MeetingState.HELD:
        raise Http404
    address = request.municipality.absolute_url(meeting.get_absolute_url())
    answer = HttpResponse(sheet(meeting, address), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="meeting-{meeting.public_id}.pdf"'
    return answer
