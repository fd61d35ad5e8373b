"""Who a person is by the state's word."""

from allauth.socialaccount.models import SocialAccount

from accounts.models import User
from accounts.providers import ESIA


def confirmed_name(user: User) -> tuple[str, str] | None:
    """First and last name from a confirmed account of ЕСИА, if the person joined one to theirs."""
    for account in SocialAccount.objects.filter(user=user, provider=ESIA):
        first, last = account.extra_data.get("given_name"), account.extra_data.get("family_name")
        if account.extra_data.get("trusted") is True and first and last:
            return first, last
    return None
