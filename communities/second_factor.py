"""A second factor for those who act for the town or run a community: without one they are let in as guests only.
And who it is, asked once more, before accounts and groups are changed in the admin.

Here and not in `accounts`, which knows neither staff nor chairs.
"""

from functools import cache

from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef
from django.shortcuts import redirect

from accounts.models import User
from accounts.reauthentication import ask_again, is_recent
from accounts.sessions import SHORT_PASSWORD
from communities.models import CHAIRS, ActivistRole
from municipalities.models import StaffMember

# What opens the door a second time; recovery codes only come beside one of these.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# Where one sets a second factor up, beside the addresses of the factors themselves.
OPEN = {
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_email",
    "account_email_verification_sent",
    "account_change_password",
    "account_set_password",
}
SAFE = ("GET", "HEAD", "OPTIONS")
# Stands for the person in the prepared query; nobody has this key.
ANYBODY = -1
# Wagtail's own pages of accounts and of what groups may do; those of the town's staff ask by themselves.
RIGHTS = ("wagtailusers_users:", "wagtailusers_groups:")


def with_duties(users):
    """People with what the rule asks about them, in the same query."""
    return users.annotate(
        works_for_a_town=Exists(StaffMember.objects.filter(user=OuterRef("pk"))),
        runs_a_community=Exists(ActivistRole.objects.filter(user=OuterRef("pk"), revoked_at=None)),
        chairs=Exists(ActivistRole.objects.filter(user=OuterRef("pk"), revoked_at=None, title__in=CHAIRS)),
        has_second_factor=Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)),
    )


class AuthenticationBackend(AllauthBackend):
    """Reads a signed-in person together with their duties: a role given now acts at their next request."""

    def get_user(self, user_id):
        user = next(iter(_read(user_id)), None)
        return user if user and self.user_can_authenticate(user) else None


@cache
def _question() -> tuple[str, tuple]:
    """The query of a person with their duties in the database's words, made once: it opens every member's request."""
    return with_duties(User.objects.filter(pk=ANYBODY)).query.sql_with_params()


def _read(user_id):
    sql, values = _question()
    return User.objects.raw(sql, [user_id if value == ANYBODY else value for value in values])


def is_exempt(user) -> bool:
    """The demo's printed accounts (decision 14). cms.checks refuses the setting in a real town."""
    return bool(user.email) and user.email.endswith(tuple(settings.SECOND_FACTOR_EXEMPT))


def _known(user) -> User:
    """The person with their duties; one of a request was read so."""
    return user if hasattr(user, "has_second_factor") else with_duties(User.objects.filter(pk=user.pk)).get()


def must_have_second_factor(user) -> bool:
    """Staff of any town, editors and administrators among them, chairs and operators."""
    if not user.is_authenticated or is_exempt(user):
        return False
    user = _known(user)
    return user.is_superuser or user.is_staff or user.works_for_a_town or user.chairs


def _enters_admin(request) -> bool:
    return request.path_info.startswith("/admin/")


def missing_step(request) -> str | None:
    """The page where this person must do something first: set up a factor, or choose a longer password."""
    user = _known(request.user)
    # Groups of the admin may be given to people without a role.
    obliged = must_have_second_factor(user) or (
        _enters_admin(request) and user.has_perm("wagtailadmin.access_admin") and not is_exempt(user)
    )
    if not obliged:
        return None
    if not user.has_second_factor:
        return "mfa_index"
    return "account_change_password" if request.session.get(SHORT_PASSWORD) else None


class SecondFactorMiddleware:
    """Leads those who must have a second factor and have none to its page; public pages they read as guests.

    The same for a password that was long enough for a resident and is not for staff.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.is_guest or not request.user.is_authenticated:
            return None
        name = request.resolver_match.view_name or ""
        step = missing_step(request)
        if step is None:
            return ask_again(request) if name.startswith(RIGHTS) and not is_recent(request) else None
        request.missing_step = step
        if name in OPEN or name.startswith("mfa_"):
            return None
        # `login_required` leaves its mark on a view.
        if request.method in SAFE and not hasattr(view, "login_url") and not _enters_admin(request):
            request.user = AnonymousUser()
            return None
        return redirect(step)
