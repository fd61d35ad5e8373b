"""allauth's hooks."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Names come from the sign-up form; see `accounts.forms`."""
