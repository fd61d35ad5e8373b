"""The forms of sign-in: allauth's, with our fields, words and look."""

from contextlib import suppress

from allauth.account import app_settings
from allauth.account import forms as allauth
from allauth.account.app_settings import LoginMethod
from allauth.core import context
from django import forms
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.actions import give_consent
from accounts.gates import CODE, LETTERS, PASSWORD, SIGN_UP
from accounts.models import User
from accounts.names import clean_name, refuse_office
from accounts.phones import clean_phone
from accounts.sessions import SHORT_PASSWORD, STAFF_PASSWORD_LENGTH

PASSWORD_HINT = _("At least 8 characters. A short phrase that only you know is good.")
CODE_HINT = _("The code from the letter, with or without the dash.")

linked = lazy(lambda text, url, words: format_html('{} <a href="{}">{}</a>', text, url, words), str)


def has_phones() -> bool:
    return LoginMethod.PHONE in app_settings.LOGIN_METHODS


def plain(form, **labels):
    """Words stand in labels, which stay when one types; placeholders go. No field is cut by a browser in silence."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        if name in labels:
            field.label = labels[name]


class ConsentField(forms.BooleanField):
    """A consent that is separate and unticked (152-ФЗ, art. 9)."""

    def __init__(self, **kwargs):
        label = linked(
            _("I agree to the processing of my personal data."),
            reverse_lazy("account_consent"),
            _("Read what I agree to"),
        )
        words = {"required": _("Without this consent the law does not let us keep your name and e-mail.")}
        super().__init__(label=label, error_messages=words, **kwargs)


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
    """An account: name, e-mail, password, and the consent."""

    consent = ConsentField()
    field_order = ["first_name", "last_name", "email", "password1", "consent"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain(self, email=_("E-mail"), password1=_("Password"))
        self.fields["email"].help_text = _("We will send a code there. It is shown to nobody.")
        self.fields["password1"].help_text = PASSWORD_HINT

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            SIGN_UP.knock(context.request, cleaned["email"])
        return cleaned

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
        plain(self, login=_("E-mail or telephone") if has_phones() else _("E-mail"), password=_("Password"))

    def clean_login(self):
        """However a number is typed, it is one account to the limits."""
        login = super().clean_login()
        if has_phones() and "@" not in login:
            with suppress(ValidationError):
                return clean_phone(login)
        return login

    def login(self, request, redirect_url=None):
        # Its length is known only now: a resident who becomes staff is asked for a longer one.
        request.session[SHORT_PASSWORD] = len(self.cleaned_data["password"]) < STAFF_PASSWORD_LENGTH
        return super().login(request, redirect_url)


class LetterForm(forms.Form):
    """Asks for a letter to an address, which need not be anybody's."""

    def clean_email(self):
        if email := self.cleaned_data["email"]:
            LETTERS.knock(context.request, email)
        return super().clean_email()


class RequestLoginCodeForm(LetterForm, allauth.RequestLoginCodeForm):
    """By a letter, or by a message to a telephone where the town has a gateway."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain(self, email=_("E-mail"), phone=_("or telephone"))

    def clean_phone(self):
        if phone := self.cleaned_data["phone"]:
            LETTERS.knock(context.request, phone)
        return super().clean_phone()

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("email") and not cleaned.get("phone"):
            self.add_error("email", ValidationError(_("Write the e-mail or the telephone."), code="required"))
        return cleaned


class ResetPasswordForm(LetterForm, allauth.ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain(self, email=_("E-mail"))


class AddEmailForm(LetterForm, allauth.AddEmailForm):
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

    def clean_oldpassword(self):
        account = self.user.email or self.user.phone
        PASSWORD.knock(context.request, account)
        password = super().clean_oldpassword()
        PASSWORD.opened(context.request, account)
        return password


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

    def clean_code(self):
        session = context.request.session.session_key
        CODE.knock(context.request, session)
        code = super().clean_code()
        CODE.opened(context.request, session)
        return code


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
