"""A preparation of the owners' general meeting: papers for the meeting itself, and what it came to."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from voting import actions, prints
from voting.forms import NoticeForm, OwnersMeetingForm
from voting.models import OwnersMeeting, Purpose, VoteState
from voting.views.paper import managed_vote
from voting.views.prints import pdf_answer

# What needs no words of its own, by the last part of the address.
SHEETS = {
    "agenda": prints.agenda_pdf,
    "decisions": prints.decision_forms_pdf,
    "register": prints.meeting_register_pdf,
}
# Made of the roll, which is fixed at the opening.
OF_THE_ROLL = ("decisions", "register")


def _preparation(request, public_id):
    vote = managed_vote(request, public_id)
    if vote.purpose != Purpose.OWNERS or vote.state == VoteState.CANCELLED:
        raise Http404
    return vote


@never_cache
@login_required
def owners_meeting(request, public_id):
    """Everything for the meeting in one place; once it was held, its minutes are written down here."""
    vote = _preparation(request, public_id)
    ended = vote.state in (VoteState.CLOSED, VoteState.COUNTED)
    # A copy of what is kept: a form that is refused must not change what the page shows.
    form = OwnersMeetingForm(request.POST or None, instance=OwnersMeeting.objects.filter(vote=vote).first())
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_owners_meeting(vote, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The general meeting is written down: it stands on the page of the vote."))
            return redirect(vote)
    return render(
        request,
        "voting/owners/meeting.html",
        {"vote": vote, "form": form, "ended": ended, "rolled": vote.roll_size > 0},
    )


@never_cache
@login_required
def owners_notice(request, public_id):
    """The notice of the meeting by what its initiator types; answered with the sheet, and kept nowhere."""
    vote = _preparation(request, public_id)
    form = NoticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return pdf_answer(prints.notice_pdf(vote, form.cleaned_data), f"notice-{vote.number}")
    return render(request, "voting/owners/notice.html", {"vote": vote, "form": form})


@login_required
@require_safe
def owners_sheet(request, public_id, sheet):
    vote = _preparation(request, public_id)
    if sheet not in SHEETS or (sheet in OF_THE_ROLL and not vote.roll_size):
        raise Http404
    return pdf_answer(SHEETS[sheet](vote), f"meeting-{sheet}-{vote.number}")
