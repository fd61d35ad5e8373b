"""The code of a printed ballot as it is typed."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voting.codes import normalised


class BallotCodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code of the paper ballot"),
        max_length=40,
        help_text=gettext_lazy("Ten letters and digits under the square. Capital or small, with or without a dash."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )

    def clean_code(self):
        """A slip of the finger costs no guess."""
        code = normalised(self.cleaned_data["code"])
        if not code:
            raise ValidationError(_("The code has ten letters and digits, as in 7K3MX-9TPAH."), code="shape")
        return code
