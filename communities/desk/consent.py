"""That the resident is present and agrees: a code that only they can read, told to the member of staff.

Its keyed digest waits in the session of the one who asked for it, and nobody else can use it.
"""

import secrets

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from accounts.letters import post
from accounts.limits import Limit, spend
from accounts.models import User
from core import clock

SESSION = "desk_code"
SECONDS = 600
# Residents' letters are in Russian, whatever language the staff's screen has.
LANGUAGE = "ru"
SENT_TO_ONE = Limit("desk-code-to", 5, 3600)
SENT_BY_ONE = Limit("desk-code-by", 40, 3600)
GUESSES = Limit("desk-code-guess", 5, SECONDS)


def _digest(code: str, resident_pk: int, staff_pk: int) -> str:
    return salted_hmac("communities.desk", f"{code}:{resident_pk}:{staff_pk}", algorithm="sha256").hexdigest()


def send_code(request, resident: User) -> None:
    """Send a code for this visit. Raises ValidationError with code `too_many`."""
    spend(SENT_BY_ONE, str(request.user.pk))
    spend(SENT_TO_ONE, str(resident.pk))
    code = f"{secrets.randbelow(10**6):06}"
    request.session[SESSION] = {
        "resident": resident.pk,
        "digest": _digest(code, resident.pk, request.user.pk),
        "until": clock.now().timestamp() + SECONDS,
    }
    town = request.municipality
    with translation.override(LANGUAGE):
        words = {"code": code, "brand": town.brand_name, "staff": request.user.get_full_name(), "town": town}
        post(
            to=resident.email,
            subject=_("%(brand)s: your code for the front desk") % {"brand": town.brand_name},
            body=render_to_string("communities/desk/code.txt", words),
        )


def awaited(request) -> User | None:
    """Whose code the desk waits for."""
    waiting = request.session.get(SESSION)
    if waiting is None or waiting["until"] <= clock.now().timestamp():
        return None
    return User.objects.filter(pk=waiting["resident"], is_active=True).first()


def is_right(request, resident: User, code: str) -> bool:
    """Whether this is the code sent; a right one is used up. Raises ValidationError with code `too_many`."""
    spend(GUESSES, f"{resident.pk}:{request.user.pk}")
    expected = request.session[SESSION]["digest"]
    if not constant_time_compare(expected, _digest(code, resident.pk, request.user.pk)):
        return False
    del request.session[SESSION]
    return True
