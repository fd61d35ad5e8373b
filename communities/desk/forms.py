"""What staff type at the front desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import NameFields
from accounts.phones import clean_phone
from communities.models import DeskConsent
from core.text import one_line


class FindForm(forms.Form):
    q = forms.CharField(
        label=_("First and last name, e-mail or telephone"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("As the person says it, whole. Whose record you saw is kept, and the person can read it."),
    )

    def clean_q(self):
        return one_line(self.cleaned_data["q"])


class StartForm(forms.Form):
    """How the resident, who is present, agrees."""

    consent = forms.ChoiceField(
        label=_("How the resident agrees"), choices=DeskConsent, widget=forms.RadioSelect, initial=DeskConsent.CODE
    )

    def __init__(self, *args, found, **kwargs):
        super().__init__(*args, **kwargs)
        ways = []
        if found.person.email:
            to = {"address": found.reached_at}
            ways.append(
                (DeskConsent.CODE, _("By a code: we send it to %(address)s, the resident tells it to you") % to)
            )
        # Who is not known in this town agrees by a code alone: a paper proves nothing of whose account it is.
        if found.is_local:
            ways.append((DeskConsent.PAPER, _("On paper: the resident has signed it before you, and you keep it")))
        self.fields["consent"].choices = ways
        if len(ways) == 1:
            self.fields["consent"].initial = ways[0][0]

    @property
    def is_possible(self) -> bool:
        return bool(self.fields["consent"].choices)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input--m"}),
        help_text=_("Six digits from the letter that the resident has received."),
    )

    def clean_code(self):
        return "".join(char for char in self.cleaned_data["code"] if char.isdecimal())


class RegisterForm(NameFields):
    """An account for a person without one, who is present."""

    email = forms.EmailField(
        label=_("E-mail"), required=False, max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        help_text=_("One of the two is needed. With an e-mail the person can sign in at home."),
    )
    consent = forms.BooleanField(
        label=_("The person has signed two consents on paper: to the processing of personal data, and to this help"),
        error_messages={"required": _("Without the signed consent the law does not let us keep the name.")},
    )
    field_order = ["first_name", "last_name", "email", "phone", "consent"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name"):
            # The browser would offer the name of the member of staff.
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        return clean_phone(phone) if phone else ""

    def clean(self):
        cleaned = super().clean()
        if not (self.cleaned_data.get("email") or self.cleaned_data.get("phone") or self.errors):
            self.add_error("phone", _("Write an e-mail or a telephone: the person must be reachable."))
        return cleaned
