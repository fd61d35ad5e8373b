"""What the commands about people have in common: whom they are about, and who gives them."""

from django.core.management.base import CommandError

from accounts.models import User


def person(address: str) -> User:
    """The account of an e-mail or a telephone. Raises CommandError."""
    field = "phone" if address.startswith("+") else "email__iexact"
    found = User.objects.filter(**{field: address}).first()
    if found is None:
        raise CommandError("There is no account with this address.")
    return found


def operator(email: str | None) -> User:
    """The operator who acts: the one named, else the first. Raises CommandError."""
    operators = User.objects.filter(is_superuser=True, is_active=True).order_by("pk")
    found = operators.filter(email__iexact=email).first() if email else operators.first()
    if found is None:
        raise CommandError("There is no such operator: only an operator of the platform may do this.")
    return found
