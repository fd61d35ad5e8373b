"""When the offices of a town are open: weekly hours, the production calendar, the terms of the law."""

from datetime import date, time

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from municipalities.models.town import Department, Municipality, WithinQuerySet
from municipalities.worktime import DayKind, Hours, split

# A working day is never shortened by more.
MOST_SHORTENED = 8


class WorkSchedule(ClusterableModel):
    """Weekly hours of a town or of one of its departments, from a date on: what was earlier stays as it was."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="work_schedules")
    department = models.ForeignKey(
        Department,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="work_schedules",
        verbose_name=_("department"),
        help_text=_("Empty: the hours of the whole administration"),
    )
    since = models.DateField(_("in force from"), default=date(2020, 1, 1))

    objects = WithinQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of an office", "working hours")
        verbose_name_plural = pgettext_lazy("of offices", "working hours")
        ordering = [F("department__name").asc(nulls_first=True), "-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "since"], condition=Q(department=None), name="one_town_schedule_per_day"
            ),
            models.UniqueConstraint(
                fields=["department", "since"],
                condition=Q(department__isnull=False),
                name="one_office_schedule_per_day",
            ),
        ]

    def __str__(self):
        return f"{self.department or self.municipality} — {date_format(self.since, 'd.m.Y')}"


class WorkingHours(models.Model):
    """One weekday of a schedule; a weekday without a row is a day off."""

    schedule = ParentalKey(WorkSchedule, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("day of the week"), choices=sorted(WEEKDAYS.items()))
    opens_at = models.TimeField(_("opens"), default=time(8))
    closes_at = models.TimeField(_("closes"), default=time(17))
    break_from = models.TimeField(_("lunch from"), null=True, blank=True)
    break_to = models.TimeField(_("lunch till"), null=True, blank=True)

    class Meta:
        verbose_name = _("working day of the week")
        verbose_name_plural = _("working days of the week")
        ordering = ["weekday"]
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "weekday"],
                name="one_row_per_weekday",
                violation_error_message=_("This day of the week stands here twice."),
            ),
            models.CheckConstraint(condition=Q(weekday__range=(0, 6)), name="weekday_of_a_week"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="office_closes_after_it_opens",
                violation_error_message=_("The office closes before it opens."),
            ),
            models.CheckConstraint(
                condition=Q(break_from=None, break_to=None)
                | Q(
                    break_from__isnull=False,
                    break_to__isnull=False,
                    break_to__gt=F("break_from"),
                    break_from__gte=F("opens_at"),
                    break_to__lte=F("closes_at"),
                ),
                name="lunch_within_the_day",
                violation_error_message=_("Lunch has a beginning and an end within the working day."),
            ),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens_at:%H:%M}–{self.closes_at:%H:%M}"

    @property
    def spans(self) -> Hours:
        """The open hours in minutes of the day."""
        return split(*(at and at.hour * 60 + at.minute for at in self._times()))

    def _times(self):
        return self.opens_at, self.closes_at, self.break_from, self.break_to


class CalendarDayKind(models.TextChoices):
    WORKING = DayKind.WORKING.value, _("Working day")
    DAY_OFF = DayKind.DAY_OFF.value, _("Day off")
    HOLIDAY = DayKind.HOLIDAY.value, pgettext_lazy("kind of a day", "Holiday")
    MOVED_OFF = DayKind.MOVED_OFF.value, _("Moved day off")
    MOVED_WORKING = DayKind.MOVED_WORKING.value, _("Moved working day")
    SHORTENED = DayKind.SHORTENED.value, _("Shortened day")


class CalendarDay(models.Model):
    """One date of a town's production calendar that differs from the weekly hours."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="calendar_days")
    date = models.DateField(_("date"))
    kind = models.CharField(_("what day it is"), max_length=14, choices=CalendarDayKind)
    hours_delta = models.SmallIntegerField(
        _("longer or shorter by hours"),
        default=0,
        validators=[MinValueValidator(-MOST_SHORTENED), MaxValueValidator(0)],
        help_text=_("−1: the office closes an hour earlier"),
    )
    instead_of = models.DateField(
        _("takes the hours of"),
        null=True,
        blank=True,
        help_text=_("Of a moved working day: the day off for which people work then"),
    )
    note = models.CharField(_("note"), max_length=160, blank=True)
    # Set by the administrator and not loaded: a new loading leaves it alone.
    is_own = models.BooleanField(_("set by the town"), default=True, editable=False)

    objects = WithinQuerySet.as_manager()

    class Meta:
        verbose_name = _("day of the production calendar")
        verbose_name_plural = _("production calendar")
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "date"],
                name="one_calendar_day_per_date",
                violation_error_message=_("This date stands in the calendar already: change it there."),
            ),
            models.CheckConstraint(
                condition=Q(kind="shortened", hours_delta__range=(-MOST_SHORTENED, -1))
                | Q(kind="moved_working", hours_delta__range=(-MOST_SHORTENED, 0))
                | ~Q(kind__in=["shortened", "moved_working"]) & Q(hours_delta=0),
                name="shortened_day_says_by_how_much",
                violation_error_message=_("A shortened day is shorter by 1 to 8 hours, other days by none."),
            ),
            models.CheckConstraint(
                condition=Q(instead_of=None) | Q(kind="moved_working"),
                name="only_moved_working_day_stands_in",
                violation_error_message=_("Only a moved working day takes the hours of another day."),
            ),
        ]

    def __str__(self):
        return f"{date_format(self.date, 'd.m.Y')} — {self.get_kind_display()}"


class StatutoryTerms(models.Model):
    """The terms of the law on appeals of citizens (59-ФЗ), in calendar days, from a date on."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="statutory_terms")
    since = models.DateField(_("in force from"))
    registration_days = models.PositiveSmallIntegerField(
        _("registration, days"), default=3, validators=[MinValueValidator(1)]
    )
    forwarding_days = models.PositiveSmallIntegerField(
        _("forwarding to another body, days"), default=7, validators=[MinValueValidator(1)]
    )
    answer_days = models.PositiveSmallIntegerField(_("answer, days"), default=30, validators=[MinValueValidator(1)])
    extension_days = models.PositiveSmallIntegerField(
        _("extension, at most, days"), default=30, validators=[MinValueValidator(1)]
    )
    source = models.CharField(_("where it is written"), max_length=200, blank=True)

    objects = WithinQuerySet.as_manager()

    class Meta:
        verbose_name = _("terms of official appeals")
        verbose_name_plural = _("terms of official appeals")
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "since"], name="one_statutory_terms_per_day"),
            models.CheckConstraint(
                condition=Q(registration_days__gte=1, forwarding_days__gte=1, answer_days__gte=1),
                name="statutory_terms_last",
            ),
        ]

    def __str__(self):
        days = f"{self.registration_days} / {self.forwarding_days} / {self.answer_days}"
        return f"{date_format(self.since, 'd.m.Y')}: {days}"


class TermsReview(models.Model):
    """The working time of a town changed: open terms wait to be recomputed by the worker."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("recomputing of terms")
        verbose_name_plural = _("recomputing of terms")

    def __str__(self):
        return f"{self.municipality_id}: {self.asked_at:%Y-%m-%d %H:%M}"
