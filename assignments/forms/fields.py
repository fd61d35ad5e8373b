"""Fields that several forms of assignments share."""

from datetime import date, datetime, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assignments.actions.pictures import PHOTO_LIMIT
from municipalities.models import StaffMember, StaffRole
from municipalities.working import calendar_of

# A promise for longer is none.
FARTHEST = timedelta(days=730)
IN_CHARGE = (StaffRole.SPECIALIST, StaffRole.CONTROLLER, StaffRole.HEAD)


def check_day(day: date | None, today: date) -> date | None:
    """Raises ValidationError with code `day` for a day that is past, or too far to mean anything."""
    if day is not None and not today <= day <= today + FARTHEST:
        raise ValidationError(_("Choose a day that is ahead, within two years."), code="day")
    return day


def end_of(municipality, day: date, department=None) -> datetime:
    """When a term that ends on this day ends: at closing time; of a day off, at that of the working day before it."""
    calendar = calendar_of(municipality, department)
    last = day
    # Holidays last two weeks at the most; where nobody works at all, a term ends with the day.
    for _back in range(14):
        if calendar.is_working(last):
            return calendar.closing(last)
        last -= timedelta(days=1)
    return datetime(day.year, day.month, day.day, 18, tzinfo=municipality.tz)


class PeopleField(forms.ModelChoiceField):
    """Somebody of the town's staff, named with the department."""

    def __init__(self, **kwargs):
        super().__init__(queryset=User.objects.none(), required=False, **kwargs)

    def offer(self, municipality) -> None:
        """Fill the list with those who may be in charge: two queries."""
        rows = StaffMember.objects.within(municipality).serving(municipality.today()).filter(role__in=IN_CHARGE)
        self.places = dict(rows.order_by("role").values_list("user", "department__name"))
        self.queryset = User.objects.filter(pk__in=self.places, is_active=True).order_by(
            "last_name", "first_name", "pk"
        )

    def label_from_instance(self, person) -> str:
        place = self.places.get(person.pk)
        name = f"{person.last_name} {person.first_name}".strip()
        return f"{name} — {place}" if place else name


class PhotosInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several pictures, by the camera of a phone too; `core.photos` looks into them."""

    def __init__(self, **kwargs):
        kwargs.setdefault("required", False)
        super().__init__(widget=PhotosInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/*"}), **kwargs)

    def clean(self, data, initial=None):
        files = [super(PhotosField, self).clean(one, initial) for one in data or []]
        if len(files) > PHOTO_LIMIT:
            raise ValidationError(
                _("No more than %(limit)s pictures."), code="too_many", params={"limit": PHOTO_LIMIT}
            )
        return files
