"""What is done to an account, beside allauth's own acts and those of `privacy`, which are kept in the journal."""

from django.db import transaction

from accounts.consents import present_version
from accounts.models import Consent, ConsentKind, User
from accounts.names import clean_name, refuse_office
from core import clock


def give_consent(user: User, *, kind: str = ConsentKind.PROCESSING, channel: str = "site") -> Consent:
    """Keep that the person agreed to the present text. The row itself is the record (152-ФЗ, art. 9).

    `channel` says where: "site", "desk" (signed on paper at the front desk), "paper" (signed elsewhere). Giving it
    twice changes nothing.
    """
    consent, _created = Consent.objects.get_or_create(
        user=user,
        kind=kind,
        version=present_version(kind),
        withdrawn_at=None,
        defaults={"given_at": clock.now(), "channel": channel},
    )
    return consent


@transaction.atomic
def rename(user: User, *, first_name: str, last_name: str) -> User:
    """Change the first and the last name.

    Raises ValidationError with the codes of `names.clean_name`.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    user.first_name, user.last_name = clean_name(first_name), clean_name(last_name)
    refuse_office(user.first_name + user.last_name)
    user.save(update_fields=["first_name", "last_name"])
    return user
