"""The ballot as it is filled in, and small forms around a vote."""

import secrets

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voting.models import Choice

NONCE_LENGTH = 32


class BallotForm(forms.Form):
    """One question of three answers for each item of the agenda, and the form's random name."""

    nonce = forms.CharField(widget=forms.HiddenInput, max_length=NONCE_LENGTH, required=False)

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.items = list(items)
        # The small words stand after a line break: see veche_forms.choices.
        answers = [
            (Choice.FOR, _("For") + "\n" + _("I agree with the proposal")),
            (Choice.AGAINST, _("Against") + "\n" + _("Leave everything as it is, or think again")),
            (Choice.ABSTAIN, _("I abstain") + "\n" + _("My vote counts for the quorum")),
        ]
        for item in self.items:
            self.fields[f"item{item.order}"] = forms.ChoiceField(
                label=item.text if len(self.items) > 1 else _("Your vote"),
                choices=answers,
                widget=forms.RadioSelect(attrs={"class": "pick--card"}),
                error_messages={"required": _("Choose an answer"), "invalid_choice": _("Choose one of the three")},
            )
        self.fields["nonce"].initial = secrets.token_hex(NONCE_LENGTH // 2)

    @property
    def choices(self) -> dict[int, str]:
        """The paper for `actions.cast_ballot`."""
        return {item.order: self.cleaned_data[f"item{item.order}"] for item in self.items}


class ReceiptForm(forms.Form):
    """A receipt typed from paper: spaces and letters' case do not matter."""

    code = forms.CharField(
        label=gettext_lazy("Check your vote"), max_length=80, help_text=gettext_lazy("The code of the receipt")
    )

    def clean_code(self):
        return "".join(self.cleaned_data["code"].split()).replace("-", "").lower()


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why the vote will not take place"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Everybody will see it on the page of the vote."),
    )
