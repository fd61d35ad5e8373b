"""Posters for entrance halls: each has a short address of its own, so that scans are counted by entrance."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.models import CommunityPage
from core.models import PublicIdField
from initiatives.models import Initiative
from meetings.models import Meeting
from municipalities.models import Municipality, WithinQuerySet
from voting.models import Vote

LINE_LENGTH = 90
# What the second line of a meeting tells.
WHEN_AND_WHERE = _("When and where")


class PosterPackQuerySet(WithinQuerySet):
    def with_scans(self):
        """With what they are about, and each poster with its `scanned`: two queries for any number of packs."""
        posters = Poster.objects.annotate(scanned=Coalesce(Sum("scans__count"), 0)).order_by("entrance", "pk")
        return (
            self.select_related("community", "initiative", "vote", "meeting", "made_by")
            .defer("community__about", "vote__manifest")
            .prefetch_related(Prefetch("posters", queryset=posters))
        )


class PosterPack(models.Model):
    """What was printed at once: the words of one sheet, about the community, an initiative, a vote or a meeting."""

    public_id = PublicIdField()
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="poster_packs")
    community = models.ForeignKey(CommunityPage, on_delete=models.CASCADE, related_name="poster_packs")
    initiative = models.ForeignKey(
        Initiative, null=True, blank=True, on_delete=models.CASCADE, related_name="poster_packs"
    )
    vote = models.ForeignKey(Vote, null=True, blank=True, on_delete=models.CASCADE, related_name="poster_packs")
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.CASCADE, related_name="poster_packs")
    # A meeting that the lines alone describe: its day, its place and what it is about.
    is_meeting = models.BooleanField(default=False)
    what = models.CharField(_("what it is about"), max_length=LINE_LENGTH)
    when = models.CharField(_("by when"), max_length=LINE_LENGTH)
    how = models.CharField(_("how to take part"), max_length=LINE_LENGTH)
    whom = models.CharField(_("whom to ask"), max_length=LINE_LENGTH)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    # After this moment the paper should be taken down; the address goes on leading to the page.
    expires_at = models.DateTimeField()

    objects = PosterPackQuerySet.as_manager()

    class Meta:
        verbose_name = _("pack of posters")
        verbose_name_plural = _("packs of posters")
        constraints = [
            models.CheckConstraint(
                condition=Q(initiative=None, vote=None, meeting=None)
                | Q(is_meeting=False)
                & (Q(initiative=None, vote=None) | Q(initiative=None, meeting=None) | Q(vote=None, meeting=None)),
                name="posters_about_one_thing",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="posters_expire_after_making"),
        ]
        indexes = [
            models.Index(fields=["community", "-made_at"], name="posters_of_community"),
            models.Index(fields=["meeting", "-made_at"], name="posters_of_meeting"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """The sheets themselves, to be printed again."""
        return reverse("posters:sheets", args=[self.community.slug, self.public_id])

    @property
    def subject(self) -> CommunityPage | Initiative | Vote | Meeting:
        return self.initiative or self.vote or self.meeting or self.community

    @property
    def tells_where(self) -> bool:
        """Whether its second line tells when and where, and not by when."""
        return self.is_meeting or self.meeting_id is not None

    @property
    def title(self) -> str:
        return str(_("Meeting of neighbours")) if self.is_meeting else self.subject.title

    @property
    def last_moment(self) -> datetime:
        """Within the last day on which the paper hangs: it expires at the midnight after it."""
        return self.expires_at - timedelta(seconds=1)

    @property
    def scanned(self) -> int:
        """How often its addresses were opened, of a pack read by `with_scans`."""
        return sum(poster.scanned for poster in self.posters.all())


class PosterQuerySet(WithinQuerySet):
    town_path = "pack__municipality"


class Poster(models.Model):
    """One A4 for the notice board of one entrance."""

    # The short address on the paper: /q/<public_id>/.
    public_id = PublicIdField()
    pack = models.ForeignKey(PosterPack, on_delete=models.CASCADE, related_name="posters")
    # None: the only door, or a poster for the yard.
    entrance = models.PositiveSmallIntegerField(_("entrance"), null=True, blank=True)

    objects = PosterQuerySet.as_manager()

    class Meta:
        verbose_name = _("poster")
        verbose_name_plural = _("posters")
        constraints = [
            models.UniqueConstraint(fields=["pack", "entrance"], name="one_poster_per_entrance"),
            models.UniqueConstraint(fields=["pack"], condition=Q(entrance=None), name="one_poster_without_entrance"),
        ]

    def __str__(self):
        return f"{self.public_id}: {self.entrance or '—'}"

    def get_absolute_url(self):
        return reverse("posters:follow", args=[self.public_id])


class PosterScan(models.Model):
    """How often the address of a poster was opened on one day of the town; nothing about who opened it."""

    poster = models.ForeignKey(Poster, on_delete=models.CASCADE, related_name="scans")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poster", "day"], name="one_count_per_day")]

    def __str__(self):
        return f"{self.day}: {self.count}"
