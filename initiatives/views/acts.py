"""Acts of an initiative's life, each at its own address: a page that asks, and the POST that does it."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from feed.forms import RedactForm
from initiatives import actions
from initiatives.actions.redacting import suspected
from initiatives.forms import life as forms
from initiatives.models import Initiative
from initiatives.views.act_page import act_page, form_act, get_initiative, plain_act
from initiatives.views.detail import fragment


@login_required
def submit(request, public_id):
    return plain_act(
        request,
        public_id,
        "submit",
        title=_("Send for review"),
        text=_("The activist of your house reads the proposal and lets it through, or tells you what to mend."),
        button=_("Send for review"),
        said=_("The initiative is sent. You will hear when its discussion opens."),
    )


@login_required
def accept(request, public_id):
    return plain_act(
        request,
        public_id,
        "accept",
        title=_("Open the discussion"),
        text=_("Everybody will see the initiative, and neighbours will be able to support it."),
        button=_("Open the discussion"),
        said=_("The discussion is open."),
    )


@login_required
def send_back(request, public_id):
    return form_act(
        request,
        public_id,
        "send_back",
        forms.SendBackForm,
        title=_("Send back to the author"),
        button=_("Send back"),
        said=_("The author will see what to mend."),
    )


@login_required
def support(request, public_id):
    return plain_act(
        request,
        public_id,
        "support",
        title=_("Support the initiative"),
        text=_("Neighbours see how many support it. Votes of members of the community count to the threshold."),
        button=_("Support"),
        said=_("You support this initiative."),
        fragment=fragment("_support"),
    )


@login_required
def withdraw_support(request, public_id):
    return plain_act(
        request,
        public_id,
        "withdraw_support",
        title=_("Withdraw support"),
        button=_("Withdraw support"),
        said=_("You no longer support this initiative."),
        fragment=fragment("_support"),
    )


@login_required
def follow(request, public_id):
    return plain_act(
        request,
        public_id,
        "follow",
        title=_("Follow the initiative"),
        text=_("You will hear of the vote, the decision and changes."),
        button=_("Follow"),
        said=_("You follow this initiative."),
        fragment=fragment("_follow"),
    )


@login_required
def unfollow(request, public_id):
    return plain_act(
        request,
        public_id,
        "unfollow",
        title=_("Stop following"),
        button=_("Stop following"),
        said=_("You no longer follow this initiative."),
        fragment=fragment("_follow"),
    )


@login_required
def offer_help(request, public_id):
    return form_act(
        request,
        public_id,
        "offer_help",
        forms.HelpForm,
        title=_("I can help"),
        text=_("Neighbours see your name, the initial of your surname and how you can help."),
        button=_("Offer help"),
        said=_("Thank you. The initiative group sees your offer."),
        fragment=fragment("_help"),
    )


@login_required
def withdraw_help(request, public_id, pk):
    initiative = get_initiative(request, public_id)
    offer = get_object_or_404(initiative.help_offers.filter(user=request.user, withdrawn_at=None), pk=pk)
    return act_page(
        request,
        initiative,
        "withdraw_help",
        lambda form: actions.withdraw_help(offer, by=request.user),
        title=_("Take the offer of help back"),
        text=offer.get_kind_display(),
        button=_("Take the offer back"),
        said=_("The offer is taken back."),
        fragment=fragment("_help"),
    )


def _text_act(request, public_id, act, **words):
    initiative = get_initiative(request, public_id)
    do = getattr(actions, act)
    # A copy: what was typed must not look like what is written.
    form = forms.TextForm(request.POST or None, instance=Initiative.objects.get(pk=initiative.pk))
    return act_page(
        request, initiative, act, lambda form: do(initiative, by=request.user, **form.cleaned_data), form=form, **words
    )


@login_required
def correct(request, public_id):
    return _text_act(
        request,
        public_id,
        "correct",
        title=_("Correct misprints"),
        text=_(
            "Neighbours support what they read, so only misprints are corrected here. The former text stays readable."
        ),
        button=_("Save the corrections"),
        said=_("Misprints are corrected."),
    )


@login_required
def change_materially(request, public_id):
    return _text_act(
        request,
        public_id,
        "change_materially",
        title=_("Change the proposal"),
        text=_("Support starts anew: those who supported the former text are told and decide again."),
        button=_("Change and start support anew"),
        said=_("The proposal is changed. Support starts anew."),
        danger=True,
    )


@login_required
def add_note(request, public_id):
    return form_act(
        request,
        public_id,
        "add_note",
        forms.AdditionForm,
        title=_("Add to the proposal"),
        text=_("What you add stands under the proposal with its date."),
        button=_("Add"),
        said=_("The addition is published."),
    )


@login_required
def withdraw(request, public_id):
    return plain_act(
        request,
        public_id,
        "withdraw",
        title=_("Withdraw the initiative"),
        text=_("The discussion ends, and the initiative cannot be resumed."),
        button=_("Withdraw the initiative"),
        said=_("The initiative is withdrawn."),
        danger=True,
    )


@login_required
def archive(request, public_id):
    return plain_act(
        request,
        public_id,
        "archive",
        title=_("Move to the archive"),
        text=_("The initiative stays readable and leaves the lists of current ones."),
        button=_("Move to the archive"),
        said=_("The initiative is in the archive."),
        danger=True,
    )


@login_required
def pass_on(request, public_id):
    return plain_act(
        request,
        public_id,
        "pass_on",
        title=_("Pass authorship on"),
        text=_("The first of the initiative group who agreed becomes the author; without a group, the activist."),
        button=_("Pass on"),
        said=_("The initiative has another author."),
        danger=True,
    )


@login_required
def redact(request, public_id):
    """A moderator hides the personal data in the text and leaves its words."""
    initiative = get_initiative(request, public_id)
    form = RedactForm(request.POST if request.method == "POST" else None, suspected=suspected(initiative))
    return act_page(
        request,
        initiative,
        "redact",
        lambda form: actions.redact(initiative, by=request.user, fragments=form.fragments()),
        form=form,
        title=_("Hide personal data"),
        text=_(
            "This cannot be undone: the hidden words are kept nowhere, not even in the history of the text. "
            "Everything else it says stays; so does the question of a vote that was put already."
        ),
        button=_("Hide for good"),
        said=_("The personal data are hidden; the author will hear of it."),
        danger=True,
    )
