"""The field where a receipt is checked."""

from django import forms
from django.utils.translation import gettext_lazy


class ReceiptForm(forms.Form):
    """A receipt typed from paper: spaces, dashes and letters' case do not matter."""

    code = forms.CharField(
        label=gettext_lazy("Check your vote"),
        max_length=80,
        help_text=gettext_lazy("The code of the receipt, 32 letters and digits; spaces do not matter"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}),
    )

    def clean_code(self):
        return "".join(self.cleaned_data["code"].split()).replace("-", "").lower()
