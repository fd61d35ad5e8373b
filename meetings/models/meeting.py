"""A meeting: when, where, with whom and about what."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import CommunityPage
from communities.permissions import activist_communities
from core.models import PublicIdField, private_storage
from municipalities.models import Municipality, WithinQuerySet
from municipalities.permissions import administered_towns, official_towns


class MeetingKind(models.TextChoices):
    YARD = "yard", _("Yard meeting")
    RECEPTION = "reception", _("Reception of citizens")
    HEARING = "hearing", _("Public hearing")
    HOUSE = "house", _("Meeting of the house")
    SESSION = "session", _("Session of deputies")
    CLEANUP = "cleanup", _("Clean-up day")
    OTHER = "other", pgettext_lazy("kind of a meeting", "Other")


# Events of the law, only announced here with a link to their official page.
OFFICIAL = (MeetingKind.RECEPTION, MeetingKind.HEARING, MeetingKind.SESSION)
# What neighbours call by themselves.
OF_NEIGHBOURS = (MeetingKind.HOUSE, MeetingKind.CLEANUP)


class MeetingState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("of a meeting", "Planned")
    ANNOUNCED = "announced", pgettext_lazy("of a meeting", "Announced")
    HELD = "held", pgettext_lazy("of a meeting", "Held")
    MOVED = "moved", pgettext_lazy("of a meeting", "Moved")
    CANCELLED = "cancelled", pgettext_lazy("of a meeting", "Cancelled")


State = MeetingState
# The only moves there are. A moved meeting keeps its address and everybody who comes, with a new day.
ALLOWED = {
    State.PLANNED: {State.ANNOUNCED, State.CANCELLED},
    State.ANNOUNCED: {State.HELD, State.MOVED, State.CANCELLED},
    State.MOVED: {State.HELD, State.MOVED, State.CANCELLED},
    State.HELD: set(),
    State.CANCELLED: set(),
}


# Announced, and neither over nor called off.
AHEAD = (State.ANNOUNCED, State.MOVED)


class MeetingQuerySet(WithinQuerySet):
    def public(self):
        """Told to residents: what is only planned, or was called off before anybody heard, is not theirs."""
        return self.filter(announced_at__isnull=False)

    def visible_to(self, user):
        """Public ones for all; planned ones for officials and administrators, and for activists of the place."""
        if not user.is_authenticated:
            return self.public()
        towns = {*official_towns(user), *administered_towns(user)}
        mine = Meeting.objects.filter(
            kind__in=OF_NEIGHBOURS, communities__in=activist_communities(user), announced_at=None
        )
        return self.filter(Q(announced_at__isnull=False) | Q(municipality__in=towns) | Q(pk__in=mine.values("pk")))

    def ahead(self, now):
        """Announced and not over yet."""
        return self.filter(state__in=AHEAD, ends_at__gt=now)

    def concerning(self, community):
        """Of this community, and of the whole town."""
        return self.filter(Q(communities=community) | Q(communities=None))


class Meeting(models.Model):
    """A yard meeting of the head, a meeting of a house, a clean-up day, or the announcement of an official event."""

    public_id = PublicIdField()
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="meetings")
    kind = models.CharField(_("kind"), max_length=10, choices=MeetingKind, default=MeetingKind.YARD)
    state = models.CharField(max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    title = models.CharField(pgettext_lazy("of a text", "title"), max_length=120)
    text = models.TextField(_("what it is about"), max_length=3000, blank=True)
    place = models.CharField(_("place"), max_length=200)
    latitude = models.FloatField(null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)])
    longitude = models.FloatField(null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)])
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    # Whose residents it concerns; none means the whole town.
    communities = models.ManyToManyField(
        CommunityPage, blank=True, related_name="meetings", verbose_name=_("communities")
    )
    # The meeting whose promises this one checks.
    follow_up_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="follow_ups",
        verbose_name=_("checks what came of"),
    )
    official_url = models.URLField(_("official page"), blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(_("reason"), max_length=500, blank=True)
    # Counted on the spot; None until then.
    attendance = models.PositiveIntegerField(_("people who came"), null=True, blank=True)
    minutes = models.TextField(_("minutes"), max_length=10_000, blank=True)
    minutes_file = models.FileField(_("minutes, file"), storage=private_storage, upload_to="minutes/", blank=True)
    # How many residents said that they will come, kept under the row's lock.
    coming_count = models.PositiveIntegerField(default=0)
    # How often what stands in calendars was changed (SEQUENCE of RFC 5545).
    sequence = models.PositiveIntegerField(default=0)
    # When those who come were reminded; None again after a move.
    reminded_at = models.DateTimeField(null=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(state="planned") | Q(state="cancelled") | Q(announced_at__isnull=False),
                name="public_meeting_was_announced",
            ),
            models.CheckConstraint(
                condition=Q(state="held", held_at__isnull=False) | ~Q(state="held") & Q(held_at=None),
                name="held_meeting_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancel_reason=""), name="cancelled_meeting_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(announced_at=None)
                | ~Q(kind__in=["reception", "hearing", "session"])
                | ~Q(official_url=""),
                name="official_event_has_its_page",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="meeting_on_the_globe",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "starts_at", "id"], name="meeting_schedule"),
            models.Index(fields=["municipality", "state", "ends_at"], name="meeting_state"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("meetings:detail", args=[self.public_id])

    @property
    def is_public(self) -> bool:
        return self.announced_at is not None

    @property
    def is_official(self) -> bool:
        """An event of the law, whose own procedure stands on its official page."""
        return self.kind in OFFICIAL

    @property
    def is_ahead(self) -> bool:
        return self.state in AHEAD


class MeetingMove(models.Model):
    """When it was to be before it was moved, and why."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="moves")
    was_at = models.DateTimeField()
    was_place = models.CharField(max_length=200)
    reason = models.CharField(_("reason"), max_length=500)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="move_has_reason")]

    def __str__(self):
        return self.reason


class Host(models.Model):
    """An official who comes: a member of staff, or a name and a position in words."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="hosts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="hosted_meetings"
    )
    words = models.CharField(_("who comes"), max_length=160, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self):
        return self.words


class AgendaPoint(models.Model):
    """One point of what will be talked about."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    text = models.CharField(_("point"), max_length=200)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self):
        return self.text
