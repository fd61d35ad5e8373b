"""The forms of sign-in: allauth's, with our fields, words and look."""

from allauth.account import forms as allauth
from django import forms
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.actions import give_consent
from accounts.models import User
from accounts.names import clean_name, refuse_office

PASSWORD_HINT = _("At least 8 characters. A short phrase that only you know is good.")
CODE_HINT = _("The code from the letter, with or without the dash.")

linked = lazy(lambda text, url, words: format_html('{} <a href="{}">{}</a>', text, url, words), str)


def plain(form, **labels):
    """Words stand in labels, which stay when one types; placeholders go. No field is cut by a browser in silence."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        if name in labels:
            field.label = labels[name]


class NameFields(forms.Form):
    """First and last name: with an initial of the last one, they are what neighbours see."""

    first_name = forms.CharField(
        label=_("First name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=60,
        help_text=_("Neighbours see the first name and the initial: «Анна И.»"),
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )

    def clean_first_name(self):
        return clean_name(self.cleaned_data["first_name"])

    def clean_last_name(self):
        return clean_name(self.cleaned_data["last_name"])

    def clean(self):
        cleaned = super().clean()
        first, last = self.cleaned_data.get("first_name"), self.cleaned_data.get("last_name")
        if first and last:
            try:
                # «Адми» «нистрация» is an office in two pieces.
                refuse_office(first + last)
            except ValidationError as refusal:
                self.add_error("first_name", refusal)
        return cleaned


class SignupForm(NameFields, allauth.SignupForm):
    """An account: name, e-mail, password, and a consent that is separate and unticked (152-ФЗ, art. 9)."""

    consent = forms.BooleanField(
        label=linked(
            _("I agree to the processing of my personal data."),
            reverse_lazy("account_consent"),
            _("Read what I agree to"),
        ),
        error_messages={"required": _("Without this consent the law does not let us keep your name and e-mail.")},
    )
    field_order = ["first_name", "last_name", "email", "password1", "consent"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain(self, email=_("E-mail"), password1=_("Password"))
        self.fields["email"].help_text = _("We will send a code there. It is shown to nobody.")
        self.fields["password1"].help_text = PASSWORD_HINT

    def try_save(self, request):
        if self.account_already_exists:
            # As long as a real sign-up takes, so that the time does not tell who has an account.
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)

    def signup(self, request, user):
        give_consent(user)


class LoginForm(allauth.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain(self, login=_("E-mail"), password=_("Password"))


class RequestLoginCodeForm(allauth.RequestLoginCodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain(self, email=_("E-mail"))


class ResetPasswordForm(allauth.ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain(self, email=_("E-mail"))


class AddEmailForm(allauth.AddEmailForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain(self, email=_("New e-mail"))


class ChangePasswordForm(allauth.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain(
            self, oldpassword=_("Present password"), password1=_("New password"), password2=_("New password once more")
        )
        self.fields["password1"].help_text = PASSWORD_HINT


class SetPasswordForm(allauth.SetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain(self, password1=_("New password"), password2=_("New password once more"))
        self.fields["password1"].help_text = PASSWORD_HINT


class ResetPasswordKeyForm(allauth.ResetPasswordKeyForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain(self, password1=_("New password"), password2=_("New password once more"))
        self.fields["password1"].help_text = PASSWORD_HINT


class ReauthenticateForm(allauth.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain(self, password=_("Password"))


class CodeField(forms.Form):
    """The code from a letter, however it was typed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain(self, code=_("Code"))
        self.fields["code"].help_text = CODE_HINT
        self.fields["code"].widget.attrs.update(
            {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "input--m"}
        )


class ConfirmLoginCodeForm(CodeField, allauth.ConfirmLoginCodeForm):
    pass


class ConfirmEmailVerificationCodeForm(CodeField, allauth.ConfirmEmailVerificationCodeForm):
    pass


class ConfirmPasswordResetCodeForm(CodeField, allauth.ConfirmPasswordResetCodeForm):
    pass


class NameForm(NameFields, forms.ModelForm):
    """Changing one's name on my page."""

    class Meta:
        model = User
        fields = ["first_name", "last_name"]
