"""Longer passwords for those who work for a town."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.sessions import STAFF_PASSWORD_LENGTH as LENGTH
from municipalities.models import StaffMember


class StaffPasswordValidator:
    def validate(self, password, user=None):
        if len(password) >= LENGTH or user is None or user.pk is None:
            return
        if user.is_staff or user.is_superuser or StaffMember.objects.filter(user=user).exists():
            raise ValidationError(
                _("The town's staff choose a password of at least %(length)s characters."),
                code="too_short_for_staff",
                params={"length": LENGTH},
            )

    def get_help_text(self):
        return _("The town's staff choose a password of at least %(length)s characters.") % {"length": LENGTH}
