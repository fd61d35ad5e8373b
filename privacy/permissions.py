"""Whose data may be erased, and who cannot go before somebody takes their place."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from municipalities.models import StaffMember, StaffRole


def can_erase(by, person) -> bool:
    """The person, and the operator of the platform."""
    return by.is_active and (by.pk == person.pk or by.is_superuser)


def check_can_be_spared(person) -> None:
    """Raise ValidationError with code `last_administrator` or `last_operator`: a town is not left to itself."""
    others = StaffMember.objects.filter(role=StaffRole.ADMINISTRATOR, user__is_active=True).exclude(user=person)
    mine = StaffMember.objects.filter(role=StaffRole.ADMINISTRATOR, user=person).select_related("municipality")
    alone = [row.municipality.name for row in mine if not others.filter(municipality=row.municipality).exists()]
    if alone:
        raise ValidationError(
            _("You are the only administrator of the site: %(towns)s. First give this role to somebody else."),
            code="last_administrator",
            params={"towns": ", ".join(alone)},
        )
    if person.is_superuser and not User.objects.filter(is_superuser=True, is_active=True).exclude(pk=person.pk):
        raise ValidationError(
            _("You are the only operator of the platform. First make another one."), code="last_operator"
        )
