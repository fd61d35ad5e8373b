"""What residents and moderators do with a message that is there, each at its own address."""

from django.contrib.auth.decorators import login_required
from django.utils.translation import gettext as _

from appeals import actions
from appeals.forms.acts import HideForm, WordsForm
from appeals.views.detail import joining_fragment
from appeals.views.frame import form_act, get_appeal, plain_act
from feed.forms import RedactForm


@login_required
def join(request, public_id):
    return plain_act(
        request,
        public_id,
        "join",
        title=_("Join the message"),
        text=_("The administration sees how many neighbours have the same trouble, and you hear what comes of it."),
        button=_("I have this, too"),
        said=_("You have joined: you will hear what comes of it."),
        fragment=joining_fragment,
    )


@login_required
def leave(request, public_id):
    return plain_act(
        request,
        public_id,
        "leave",
        title=_("Leave the message"),
        button=_("No longer"),
        said=_("You are no longer among those who joined."),
        fragment=joining_fragment,
    )


@login_required
def clarify(request, public_id):
    form = WordsForm(
        request.POST or None,
        label=_("Your answer"),
        hint=_("Say what you were asked. The clock of the answer goes on at once."),
        is_public=get_appeal(request, public_id).is_public,
    )
    return form_act(
        request,
        public_id,
        "clarify",
        form,
        lambda appeal, form: actions.clarify(appeal, by=request.user, text=form.cleaned_data["text"]),
        title=_("Give the details"),
        button=_("Send"),
        said=_("Thank you: the message is with the administration again."),
    )


@login_required
def confirm(request, public_id):
    return plain_act(
        request,
        public_id,
        "confirm",
        title=_("Confirm the outcome"),
        text=_("The message is closed; work that was done counts as confirmed by residents."),
        button=_("Yes, it is so"),
        said=_("Thank you! The message is closed."),
    )


@login_required
def dispute(request, public_id):
    form = WordsForm(
        request.POST or None,
        label=_("What is not so?"),
        hint=_("What was not done, or done badly."),
        is_public=get_appeal(request, public_id).is_public,
    )
    return form_act(
        request,
        public_id,
        "dispute",
        form,
        lambda appeal, form: actions.dispute(appeal, by=request.user, reason=form.cleaned_data["text"]),
        title=_("It is not so"),
        text=_("The message goes back to work: the term of the answer starts anew, and the executor is told."),
        button=_("Return to work"),
        said=_("The message is back in work."),
    )


@login_required
def hide(request, public_id):
    form = HideForm(request.POST or None)
    return form_act(
        request,
        public_id,
        "hide",
        form,
        lambda appeal, form: actions.hide(appeal, by=request.user, reason=form.cleaned_data["reason"]),
        title=_("Hide the message from neighbours"),
        button=_("Hide"),
        said=_("Neighbours no longer see the message."),
        danger=True,
    )


@login_required
def show(request, public_id):
    return plain_act(
        request,
        public_id,
        "show",
        title=_("Show the message again"),
        text=_("Everybody will read it, as before."),
        button=_("Show again"),
        said=_("Neighbours see the message again."),
    )


@login_required
def redact(request, public_id):
    """A moderator hides the personal data and leaves the other words."""
    appeal = get_appeal(request, public_id)
    form = RedactForm(request.POST if request.method == "POST" else None, suspected=actions.suspected(appeal))
    return form_act(
        request,
        public_id,
        "redact",
        form,
        lambda appeal, form: actions.redact(appeal, by=request.user, fragments=form.fragments()),
        title=_("Hide personal data"),
        text=_("This cannot be undone: the hidden words are kept nowhere. Everything else it says stays."),
        button=_("Hide for good"),
        said=_("The personal data are hidden; the author will hear of it."),
        danger=True,
    )
