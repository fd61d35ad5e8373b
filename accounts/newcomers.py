"""An account without a password: opened on the way to something else, and entered by a code from a letter."""

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.utils import setup_user_email
from allauth.core.internal.httpkit import headed_redirect_response
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.db import IntegrityError, transaction

from accounts.actions import give_consent
from accounts.models import User


def enter_by_letter(request, *, account, email, first_name, last_name, next_url):
    """Send a code to the address and lead to the page where it is written.

    Whoever has no account with that address gets one with the name and the consent of the form: the letter, the page
    and the work are the same, so that nobody learns by it who is here.
    """
    LoginCodeVerificationProcess.initiate(
        request=request,
        user=account or _open_account(request, email=email, first_name=first_name, last_name=last_name),
        email=email,
    )
    return headed_redirect_response("account_confirm_login_code", query={REDIRECT_FIELD_NAME: next_url})


def _open_account(request, *, email, first_name, last_name) -> User | None:
    """None when the address belongs to an account that may not enter."""
    user = User(email=email.lower(), first_name=first_name, last_name=last_name)
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save()
            setup_user_email(request, user, [])
            give_consent(user)
    except IntegrityError:
        # Sent twice at once, or closed.
        return User.objects.filter(email__iexact=email, is_active=True).first()
    return user
