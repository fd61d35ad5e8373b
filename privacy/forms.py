"""What people type about their own data."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PublicNameForm(forms.Form):
    """Another name for neighbours, or none."""

    name = forms.CharField(
        label=_("Name that neighbours see"),
        max_length=60,
        required=False,
        help_text=_("Leave it empty to be shown as “Anna I.”"),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )


class EraseForm(forms.Form):
    """Leaving for good."""

    with_words = forms.BooleanField(
        label=_("Delete the text of my comments, too"),
        required=False,
        help_text=_("Otherwise they stay, signed “A resident who has left”."),
    )
    sure = forms.BooleanField(
        label=_("I understand that this cannot be undone"),
        error_messages={"required": _("Tick this box if you are sure.")},
    )
