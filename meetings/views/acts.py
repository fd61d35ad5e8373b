"""Acts of residents and hosts, each at its own address: a page that asks, and the POST that does it."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from communities.models import Membership
from meetings import actions
from meetings.forms import CancelForm, HideQuestionForm, MoveForm, QuestionForm, time_and_place
from meetings.permissions import places_of
from meetings.views.act_page import act_page
from meetings.views.detail import get_meeting


def _typed(request):
    return request.POST if request.method == "POST" else None


@login_required
def register(request, public_id):
    meeting = get_meeting(request, public_id)
    return act_page(
        request,
        meeting,
        "register",
        lambda form: actions.register(meeting, by=request.user),
        title=_("I will come"),
        text=_("Neighbours see only how many come. You will be told if the meeting is moved or called off."),
        button=_("I will come"),
        said=_("You are expected. The day before the meeting you will get a reminder."),
        part="_coming",
    )


@login_required
def unregister(request, public_id):
    meeting = get_meeting(request, public_id)
    return act_page(
        request,
        meeting,
        "unregister",
        lambda form: actions.unregister(meeting, by=request.user),
        title=_("I will not come"),
        button=_("I will not come"),
        said=_("You are not expected any more."),
        part="_coming",
    )


@login_required
def ask(request, public_id):
    meeting = get_meeting(request, public_id)
    form = QuestionForm(_typed(request))
    return act_page(
        request,
        meeting,
        "ask",
        lambda form: actions.ask(meeting, by=request.user, **form.cleaned_data),
        form=form,
        title=_("Ask a question beforehand"),
        text=_("Those who come read the questions before the meeting; the ones with most votes are answered first."),
        button=_("Ask the question"),
        said=_("Your question stands on the page of the meeting."),
    )


def _question(request, public_id, question_id):
    meeting = get_meeting(request, public_id)
    question = get_object_or_404(meeting.questions.filter(hidden_at=None), public_id=question_id)
    question.meeting = meeting
    return meeting, question


@login_required
def vote_question(request, public_id, question_id):
    meeting, question = _question(request, public_id, question_id)
    return act_page(
        request,
        meeting,
        "vote_question",
        lambda form: actions.vote_question(question, by=request.user),
        title=_("This concerns me too"),
        text=question.text,
        button=_("This concerns me too"),
        said=_("Your vote is counted."),
        part="_questions",
    )


@login_required
def unvote_question(request, public_id, question_id):
    meeting, question = _question(request, public_id, question_id)
    return act_page(
        request,
        meeting,
        "unvote_question",
        lambda form: actions.unvote_question(question, by=request.user),
        title=_("Take the vote back"),
        text=question.text,
        button=_("Take the vote back"),
        said=_("Your vote is taken back."),
        part="_questions",
    )


@login_required
def hide_question(request, public_id, question_id):
    meeting, question = _question(request, public_id, question_id)
    return act_page(
        request,
        meeting,
        "hide_question",
        lambda form: actions.hide_question(question, by=request.user, **form.cleaned_data),
        form=HideQuestionForm(_typed(request)),
        title=_("Hide the question"),
        text=question.text,
        button=_("Hide the question"),
        said=_("The question is hidden."),
        danger=True,
    )


def told_members(meeting) -> int:
    """How many members hear of its announcement."""
    members = Membership.objects.within(meeting.municipality).verified()
    places = places_of(meeting)
    if places:
        members = members.filter(community__in=places)
    return members.order_by().values("user").distinct().count()


@login_required
def announce(request, public_id):
    """Tell residents, after a look at what goes out."""
    meeting = get_meeting(request, public_id)
    return act_page(
        request,
        meeting,
        "announce",
        lambda form: actions.announce(meeting, by=request.user),
        title=_("Announce the meeting"),
        button=_("Announce the meeting"),
        said=_("The meeting is announced. Now hang posters in the entrances."),
        template="meetings/announce.html",
        places=places_of(meeting),
        told=lambda: told_members(meeting),
    )


@login_required
def move(request, public_id):
    meeting = get_meeting(request, public_id)
    form = MoveForm(_typed(request), town=request.municipality, initial=time_and_place(meeting))
    return act_page(
        request,
        meeting,
        "move",
        lambda form: actions.move(meeting, by=request.user, **form.cleaned_data),
        form=form,
        refuse=form.refuse,
        title=_("Move the meeting"),
        text=_("Everybody who comes or has asked a question is told of the new day and place."),
        button=_("Move the meeting"),
        said=_("The meeting is moved; those who come are being told."),
        template="meetings/place_form.html",
    )


@login_required
def cancel(request, public_id):
    meeting = get_meeting(request, public_id)
    return act_page(
        request,
        meeting,
        "cancel",
        lambda form: actions.cancel(meeting, by=request.user, **form.cleaned_data),
        form=CancelForm(_typed(request)),
        title=_("Call the meeting off"),
        text=_("This cannot be undone. Everybody who comes or has asked a question is told."),
        button=_("Call the meeting off"),
        said=_("The meeting is called off."),
        danger=True,
    )
