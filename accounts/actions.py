"""What is done to an account, beside allauth's own acts."""

from django.db import transaction

from accounts.models import Consent, ConsentKind, User
from accounts.names import clean_name, refuse_office
from core import clock

# The version of templates/accounts/consent.html: raise it with every change of the text.
CONSENT_VERSION = "2026-11"


def give_consent(user: User) -> Consent:
    """Keep that the person ticked the box under the present text. The row itself is the record (152-ФЗ, art. 9)."""
    consent, _created = Consent.objects.get_or_create(
        user=user,
        kind=ConsentKind.PROCESSING,
        version=CONSENT_VERSION,
        defaults={"given_at": clock.now()},
    )
    return consent


@transaction.atomic
def rename(user: User, *, first_name: str, last_name: str) -> User:
    """Change the name that neighbours see.

    Raises ValidationError with the codes of `names.clean_name`.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    user.first_name, user.last_name = clean_name(first_name), clean_name(last_name)
    refuse_office(user.first_name + user.last_name)
    user.save(update_fields=["first_name", "last_name"])
    return user
