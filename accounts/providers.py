"""Signing in through others: ЕСИА by OpenID Connect, VK ID, Yandex ID, each only when its keys are set.

A provider says who somebody is there. It opens an account here only after the person signed in to that account and
joined the two: an e-mail that a provider names proves nothing.
"""

from functools import wraps

import requests
from allauth.socialaccount import app_settings
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.forms import SignupForm
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from allauth.socialaccount.providers.vk import views as vk
from allauth.socialaccount.providers.yandex import views as yandex
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.actions import give_consent
from accounts.forms import ConsentField, NameFields, plain
from accounts.gates import SIGN_UP

ESIA = "esia"
NAMES = {ESIA: _("Gosuslugi"), "vk": "VK ID", "yandex": _("Yandex ID")}
# Mailboxes that Yandex itself gives out; of others it does not know whose they are now.
YANDEX_DOMAINS = {"yandex.ru", "ya.ru", "yandex.com", "yandex.by", "yandex.kz", "narod.ru"}
# What is kept of all that a provider tells; the name of ЕСИА is the only one that is confirmed.
KEPT = ("given_name", "family_name", "trusted")


def configured() -> list[str]:
    """The providers whose keys are set, ЕСИА first."""
    openid = [app["provider_id"] for app in app_settings.PROVIDERS.get("openid_connect", {}).get("APPS", [])]
    return openid + [provider for provider in ("vk", "yandex") if app_settings.PROVIDERS.get(provider, {}).get("APPS")]


def address_of(provider: str) -> str:
    return reverse("openid_connect_login", args=[provider]) if provider == ESIA else reverse(f"{provider}_login")


def vouches_for(provider: str, address) -> bool:
    """Whether an address that a provider names needs no code of ours."""
    if provider == "yandex":
        return address.email.rpartition("@")[2].lower() in YANDEX_DOMAINS
    return provider == ESIA and address.verified


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def populate_user(self, request, sociallogin, data):
        """Called before anything is kept: of what the provider tells, only the needed stays."""
        provider, account = sociallogin.account.provider, sociallogin.account
        for address in sociallogin.email_addresses:
            address.verified = vouches_for(provider, address)
        told = account.extra_data.get("userinfo") or account.extra_data.get("id_token") or {}
        account.extra_data = {key: told[key] for key in KEPT if key in told} if provider == ESIA else {}
        return super().populate_user(request, sociallogin, data)

    def get_app(self, request, provider, client_id=None):
        """A provider whose keys were taken away can still be parted from an account."""
        try:
            return super().get_app(request, provider, client_id)
        except SocialApp.DoesNotExist:
            if provider not in NAMES:
                raise
            kind = "openid_connect" if provider == ESIA else provider
            return SocialApp(provider=kind, provider_id=provider, name=str(NAMES[provider]))


class SocialSignupForm(NameFields, SignupForm):
    """An account for somebody whom a provider named: their own words and the consent are still asked for."""

    consent = ConsentField()
    field_order = ["first_name", "last_name", "email", "consent"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain(self, email=_("E-mail"))
        self.fields["email"].help_text = _("Letters of the site will come there. It is shown to nobody.")

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            SIGN_UP.knock(self.sociallogin.provider.request, cleaned["email"])
        return cleaned

    def signup(self, request, user):
        give_consent(user)


def _careful(view):
    """404 for a provider without keys; words instead of an error when it does not answer as it should."""

    @wraps(view)
    def answering(request, provider_id=None):
        provider = provider_id or view.provider
        if provider not in configured():
            raise Http404
        try:
            return view(request, provider_id) if provider_id else view(request)
        except (requests.RequestException, ValueError, KeyError, ObjectDoesNotExist) as error:
            return render_authentication_error(request, provider, exception=error)

    return answering


def _through_a_page(view):
    """Leave by a page that leads on: the policy lets no form of ours be sent to another site, not by a redirect."""

    @wraps(view)
    def leaving(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        address = response.headers.get("Location", "")
        if not address.startswith(("https://", "http://")):
            return response
        page = render(request, "socialaccount/login_redirect.html", {"redirect_to": address})
        page["Cache-Control"] = "private, no-store"
        return page

    return leaving


def _named(provider, view):
    def named(request):
        return view(request)

    named.provider = provider
    return named


openid_login = _through_a_page(_careful(openid_connect.login))
openid_callback = _careful(openid_connect.callback)
vk_login = _through_a_page(_careful(_named("vk", vk.oauth2_login)))
vk_callback = _careful(_named("vk", vk.oauth2_callback))
yandex_login = _through_a_page(_careful(_named("yandex", yandex.oauth2_login)))
yandex_callback = _careful(_named("yandex", yandex.oauth2_callback))
