"""The town that one Wagtail site serves, its departments and staff."""

import zoneinfo
from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Collection, Site

from core import clock
from municipalities.worktime import Roll

ADULT = 18
YOUNGEST = 14


class MunicipalityKind(models.TextChoices):
    CITY = "city", _("City")
    SETTLEMENT = "settlement", _("Settlement")
    DISTRICT = "district", _("District")


class TermRoll(models.TextChoices):
    """Where the end of a term in days goes from a day off."""

    BACK = Roll.BACK.value, _("to the working day before")
    FORWARD = Roll.FORWARD.value, _("to the working day after")


class Palette(models.TextChoices):
    """Whole palettes and not single colours: each was checked for contrast in the light and the dark theme."""

    BLUE = "blue", _("Enamel blue")
    GREEN = "green", _("Pine green")
    RED = "red", _("Brick red")
    TEAL = "teal", _("Sea green")


def validate_timezone(value):
    if value not in zoneinfo.available_timezones():
        raise ValidationError(_("There is no such time zone. Example: Europe/Moscow."), code="timezone")


class MunicipalityQuerySet(models.QuerySet):
    def of_page(self, page):
        """The town in whose tree a page stands, saved or about to be: the front page is its second step."""
        return self.get(site__root_page__path=page.path[: 2 * page.steplen])


class Municipality(models.Model):
    """A town: everything in the product belongs to exactly one, found by the request's host."""

    site = models.OneToOneField(Site, on_delete=models.CASCADE, related_name="municipality", verbose_name=_("site"))
    kind = models.CharField(_("kind"), max_length=20, choices=MunicipalityKind, default=MunicipalityKind.CITY)
    name = models.CharField(pgettext_lazy("of a thing", "name"), max_length=80, help_text=_("For example: Заречный"))
    name_genitive = models.CharField(_("name, of what"), max_length=80, help_text=_("For example: Заречного"))
    brand_name = models.CharField(_("name of the site"), max_length=80, help_text=_("For example: Дворы Заречного"))
    region = models.CharField(_("region"), max_length=120)
    timezone = models.CharField(_("time zone"), max_length=40, default="Europe/Moscow", validators=[validate_timezone])
    palette = models.CharField(_("colours"), max_length=10, choices=Palette, default=Palette.BLUE)
    coat_of_arms = models.ForeignKey(
        "core.Photo",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("coat of arms"),
    )
    # Photos and documents of the town, which only its editors see in the admin.
    collection = models.OneToOneField(Collection, on_delete=models.PROTECT, related_name="+", editable=False)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    emergency_phone = models.CharField(_("emergency service"), max_length=30, default="112")
    office_hours = models.CharField(_("working time"), max_length=200, blank=True)
    latitude = models.FloatField(_("latitude"), validators=[MinValueValidator(-90), MaxValueValidator(90)])
    longitude = models.FloatField(_("longitude"), validators=[MinValueValidator(-180), MaxValueValidator(180)])
    support_threshold = models.PositiveSmallIntegerField(
        _("supporters needed"), default=10, validators=[MinValueValidator(1)]
    )
    support_days = models.PositiveSmallIntegerField(
        _("days to gather support"), default=90, validators=[MinValueValidator(1)]
    )
    vote_days = models.PositiveSmallIntegerField(
        _("days of a vote, usually"), default=14, validators=[MinValueValidator(1)]
    )
    consideration_days = models.PositiveSmallIntegerField(
        _("days to consider an initiative"), default=30, validators=[MinValueValidator(1)]
    )
    # Charters of some ТОС let people vote from 16; which votes they enter is told by the rules of each vote.
    youngest_member_age = models.PositiveSmallIntegerField(
        _("youngest age asked for at joining"),
        default=ADULT,
        validators=[MinValueValidator(YOUNGEST), MaxValueValidator(ADULT)],
        help_text=_("18, unless some rules of votes here begin earlier, for example at 16 in a ТОС"),
    )

    # Clerical rules want answers no later than the term; the Civil Code (193) would give the next working day.
    term_roll = models.CharField(
        _("a term that ends on a day off goes"), max_length=7, choices=TermRoll, default=TermRoll.BACK
    )
    question_hours = models.PositiveSmallIntegerField(
        _("working hours to answer a question in the feed"), default=9, validators=[MinValueValidator(1)]
    )
    dispute_days = models.PositiveSmallIntegerField(
        _("days in which the author may dispute an outcome"), default=7, validators=[MinValueValidator(1)]
    )

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("town")
        verbose_name_plural = _("towns")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)), name="town_on_the_globe"
            ),
            models.CheckConstraint(
                condition=models.Q(youngest_member_age__range=(YOUNGEST, ADULT)), name="town_asks_a_sensible_age"
            ),
            models.CheckConstraint(
                condition=models.Q(question_hours__gte=1, dispute_days__gte=1), name="town_answers_in_some_time"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def tz(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.timezone)

    def today(self, now: datetime | None = None) -> date:
        """The date in the town's own zone, by which terms and deadlines end."""
        return (now or clock.glance()).astimezone(self.tz).date()

    def absolute_url(self, path: str) -> str:
        """An address for letters: built from the site's settings, never from a request's host."""
        return f"{self.site.root_url}{path}"


class WithinQuerySet(models.QuerySet):
    """Rows of one town: `municipality` is a field of the model, or the path given by `town_path`."""

    town_path = "municipality"

    def within(self, municipality):
        return self.filter(**{self.town_path: municipality})


class Department(models.Model):
    """A department or a subordinate organisation of the administration."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="departments")
    name = models.CharField(pgettext_lazy("of a thing", "name"), max_length=160)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)

    objects = WithinQuerySet.as_manager()

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="one_department_per_name")]

    def __str__(self):
        return self.name


class StaffRole(models.TextChoices):
    SPECIALIST = "specialist", _("Specialist")
    CONTROLLER = "controller", _("In charge of control")
    HEAD = "head", _("Head of the town")
    EDITOR = "editor", _("Editor")
    ADMINISTRATOR = "administrator", _("Site administrator")


class StaffMemberQuerySet(WithinQuerySet):
    def serving(self, day):
        """Roles held on a day of the town: a role ends with the last day of its term."""
        return self.filter(Q(term_ends_on=None) | Q(term_ends_on__gte=day))


class StaffMember(models.Model):
    """A role that a person holds in a town until it is taken away."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="staff")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="staff_memberships", verbose_name=_("person")
    )
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="staff", verbose_name=_("department")
    )
    role = models.CharField(_("role"), max_length=20, choices=StaffRole)
    position = models.CharField(_("position"), max_length=120, blank=True)
    # The last day in the town's zone; None: until it is taken away.
    term_ends_on = models.DateField(_("term ends on"), null=True, blank=True)

    objects = StaffMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("staff")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "user", "role"], name="one_staff_role_per_person")
        ]

    def __str__(self):
        return f"{self.user} — {self.get_role_display()}"
