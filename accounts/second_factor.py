"""The second factor: allauth's, with our words, our QR code, secrets sealed in the database, and guesses counted."""

import base64

import segno
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from cryptography.fernet import Fernet, MultiFernet
from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.forms import plain
from accounts.gates import ONE_USE, SECOND_FACTOR
from accounts.limits import count


def _box() -> MultiFernet:
    """Seals with SECRET_KEY and opens what an earlier one of SECRET_KEY_FALLBACKS sealed."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [salted_hmac("accounts.second_factor", "seal", secret, algorithm="sha256").digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is wrong. Take the one that the app shows now."),
        "cannot_generate_recovery_codes": _("Set up an app or a passkey first."),
        "unverified_email": _("Confirm your e-mail first: without it you could not get back in."),
    }

    def encrypt(self, text):
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _box().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self):
        return context.request.municipality.brand_name

    def _get_site_name(self):
        """What the device shows beside a passkey."""
        return context.request.municipality.brand_name

    def build_totp_svg(self, url):
        return segno.make(url, error="m").svg_inline(border=4, omitsize=True, dark="#000", light="#fff")

    def generate_authenticator_name(self, user, type):
        return str(_("Passkey"))


class CodeForm(forms.Form):
    """A code of the app, or one of the recovery codes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain(self, code=_("Code from the app"))
        self.fields["code"].help_text = _("Six digits. A recovery code will do, too.")
        self.fields["code"].widget.attrs.update({"inputmode": "numeric", "class": "input--m"})

    def clean_code(self):
        account = f"person {self.user.pk}"
        SECOND_FACTOR.knock(context.request, account)
        code = super().clean_code()
        # allauth remembers used codes in the cache only. Recovery codes are struck out in the database.
        used = f"{account} {normalize_user_code(code)}"
        if self.authenticator.type == Authenticator.Type.TOTP and count(ONE_USE, used) > ONE_USE.most:
            raise MFAAdapter().validation_error("incorrect_code")
        SECOND_FACTOR.opened(context.request, account)
        return code


class AuthenticateForm(CodeForm, base.AuthenticateForm):
    pass


class ReauthenticateForm(CodeForm, base.ReauthenticateForm):
    pass


class ActivateTOTPForm(totp.ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain(self, code=_("Code from the app"))
        self.fields["code"].help_text = _("Six digits that the app shows after you added the site.")
        self.fields["code"].widget.attrs.update({"inputmode": "numeric", "class": "input--m"})


class PasskeyName(forms.Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain(self, name=_("Name of the passkey"))
        self.fields["name"].validators.append(MaxLengthValidator(60))
        self.fields["name"].help_text = _("So that you tell it from others: “My phone”, “Work computer”.")


class AddPasskeyForm(PasskeyName, webauthn.AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain(self, passwordless=_("Sign in by this passkey alone, without the password"))
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].help_text = _(
            "The device asks for a fingerprint, a face or its PIN. An old USB key may not be able to: then untick it."
        )


class RenamePasskeyForm(PasskeyName, webauthn.EditWebAuthnForm):
    pass
