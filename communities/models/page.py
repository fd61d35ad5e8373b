"""A community's page: what editors and activists write about a building, a yard, a ТОС or a group."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from core.blocks import BodyBlock
from core.models import BasePage
from core.text import folded
from municipalities.admin_forms import TownPageForm
from municipalities.models import Municipality, WithinQuerySet

# Addresses below /communities/ that are not a community.
RESERVED_SLUGS = ("requests",)


class CommunityKind(models.TextChoices):
    BUILDING = "building", _("Building")
    YARD = "yard", _("Yard")
    STREET = "street", _("Street")
    TOS = "tos", _("ТОС")
    TOPIC = "topic", _("Topic group")


class TopicPreset(models.TextChoices):
    MUNICIPAL_CONTROL = "municipal_control", _("Municipal control")
    BUSINESS = "business", _("Entrepreneurs")


class FeedAccess(models.TextChoices):
    OPEN = "open", _("Everybody reads the feed")
    MEMBERS = "members", _("Only members read the feed")


class ManagementForm(models.TextChoices):
    COMPANY = "company", _("managing organisation")
    HOA = "hoa", _("owners' association (ТСЖ)")
    COOP = "coop", _("housing cooperative (ЖСК)")
    DIRECT = "direct", _("direct management")


class ManagingOrganisation(models.Model):
    """Who maintains the building."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="managing_organisations")
    name = models.CharField(pgettext_lazy("of a thing", "name"), max_length=160)
    phone = models.CharField(_("dispatcher's telephone"), max_length=30, blank=True)
    hours = models.CharField(_("working time"), max_length=80, blank=True)

    objects = WithinQuerySet.as_manager()

    class Meta:
        verbose_name = _("managing organisation")
        verbose_name_plural = _("managing organisations")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="one_organisation_per_name")]

    def __str__(self):
        return self.name


class BuildingPassport(models.Model):
    """Facts of a building, as fields of its page so that one query reads both."""

    year_built = models.PositiveSmallIntegerField(
        _("year of building"), null=True, blank=True, validators=[MinValueValidator(1700), MaxValueValidator(2100)]
    )
    floors = models.PositiveSmallIntegerField(_("floors"), null=True, blank=True)
    entrances = models.PositiveSmallIntegerField(_("entrances"), null=True, blank=True)
    flats = models.PositiveSmallIntegerField(_("flats"), null=True, blank=True)
    area_hundredths = models.PositiveIntegerField(
        _("area, hundredths of m²"), null=True, blank=True, help_text=_("3 250.4 m² is written as 325040")
    )
    management_form = models.CharField(_("management"), max_length=10, choices=ManagementForm, blank=True)
    managing_organisation = models.ForeignKey(
        ManagingOrganisation,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("managing organisation"),
    )

    class Meta:
        abstract = True


class TosProfile(models.Model):
    """What makes a ТОС: the decision on its borders and its charter (33-ФЗ, art. 50)."""

    boundary_decision = models.CharField(
        _("decision on the borders"), max_length=160, blank=True, help_text=_("Number and date")
    )
    charter_registration_number = models.CharField(_("registration of the charter, number"), max_length=60, blank=True)
    charter_registered_on = models.DateField(_("charter registered on"), null=True, blank=True)

    class Meta:
        abstract = True


class CommunityQuerySet(PageQuerySet):
    def within(self, municipality):
        return self.filter(municipality=municipality)

    def visible_to(self, user):
        """Published pages: what a community holds back is decided by its parts, not by its address."""
        return self.live()

    def matching(self, query: str):
        """Communities whose name or address holds every word of the query, in any case, ё as е."""
        found = self
        for word in folded(query).split()[:8]:
            found = found.filter(search_text__contains=word)
        return found


class CommunityIndexPage(BasePage):
    """The place in the page tree under which a town's communities stand."""

    base_form_class = TownPageForm
    max_count_per_parent = 1
    # Visibility is ours to decide (`visible_to`): a second mechanism would be forgotten by one of the two.
    private_page_options = []
    parent_page_types = ["home.HomePage"]
    subpage_types = ["communities.CommunityPage"]

    class Meta:
        verbose_name = _("list of communities")

    def serve(self, request, *args, **kwargs):
        from communities.views import community_list

        return community_list(request)


class CommunityPage(BuildingPassport, TosProfile, BasePage):
    """The page of one community. Everything that happens there is rows that point to it."""

    base_form_class = TownPageForm
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="communities", editable=False, verbose_name=_("town")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=CommunityKind, default=CommunityKind.BUILDING)
    topic = models.CharField(_("topic"), max_length=20, choices=TopicPreset, blank=True)
    street = models.CharField(_("street"), max_length=80, blank=True, help_text=_("For example: ул. Ленина"))
    house = models.CharField(_("house number"), max_length=20, blank=True)
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    photo = models.ForeignKey(
        "core.Photo", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("photo")
    )
    about = StreamField(BodyBlock(required=False), verbose_name=_("about the community"), blank=True)
    chat_url = models.URLField(_("house chat"), blank=True)
    curator = models.ForeignKey(
        "municipalities.StaffMember",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("curator from the administration"),
    )
    part_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="parts",
        limit_choices_to={"kind": CommunityKind.TOS},
        verbose_name=_("is part of"),
    )
    support_threshold = models.PositiveSmallIntegerField(
        _("supporters needed"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: as in the whole town"),
    )
    # A state and not a word of the page: set by `feed.actions.set_feed_access`, and no draft brings it back.
    feed_access = models.CharField(max_length=10, choices=FeedAccess, default=FeedAccess.OPEN, editable=False)
    search_text = models.CharField(max_length=300, editable=False, db_index=True)
    # The number in «45а», by which houses of a street stand in order: 9 before 10.
    house_number = models.PositiveIntegerField(null=True, editable=False)

    objects = PageManager.from_queryset(CommunityQuerySet)()

    parent_page_types = ["communities.CommunityIndexPage"]
    subpage_types = []
    private_page_options = []
    search_fields = BasePage.search_fields + [
        index.SearchField("street"),
        index.AutocompleteField("search_text"),
        index.FilterField("municipality_id"),
    ]
    content_panels = BasePage.content_panels + [
        MultiFieldPanel(
            [
                FieldRowPanel(["kind", "topic"]),
                FieldRowPanel(["street", "house"]),
                FieldRowPanel(["latitude", "longitude"]),
                FieldPanel("part_of"),
                FieldPanel("photo"),
                FieldPanel("chat_url"),
            ],
            heading=_("Community"),
        ),
        FieldPanel("about"),
        MultiFieldPanel(
            [
                FieldRowPanel(["year_built", "floors", "entrances", "flats"]),
                FieldRowPanel(["area_hundredths", "management_form"]),
                FieldPanel("managing_organisation"),
            ],
            heading=_("Passport of the building"),
        ),
        MultiFieldPanel(
            [FieldPanel("boundary_decision"), FieldRowPanel(["charter_registration_number", "charter_registered_on"])],
            heading=_("ТОС"),
        ),
        FieldPanel("curator"),
        InlinePanel("people", heading=_("People in charge"), label=_("person")),
        FieldPanel("support_threshold"),
    ]

    class Meta:
        verbose_name = _("community")
        verbose_name_plural = _("communities")
        indexes = [models.Index(fields=["municipality", "kind"], name="community_town_kind")]

    def save(self, *args, **kwargs):
        if self.municipality_id is None:
            self.municipality = Municipality.objects.of_page(self)
        self.search_text = folded(f"{self.title} {self.street} {self.house}")[:300]
        digits = re.match(r"\d{1,6}", self.house.strip())
        self.house_number = int(digits[0]) if digits else None
        super().save(*args, **kwargs)

    def with_content_json(self, content):
        draft = super().with_content_json(content)
        draft.feed_access = self.feed_access
        return draft

    def clean(self):
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("This address is taken by a page of the site.")})

    def get_absolute_url(self):
        return reverse("communities:detail", args=[self.slug])

    def get_url_parts(self, request=None):
        parts = super().get_url_parts(request)
        return parts and (*parts[:2], self.get_absolute_url())

    def serve(self, request, *args, **kwargs):
        from communities.views import show

        return show(request, self)

    def __str__(self):
        return self.title

    @property
    def threshold(self) -> int:
        return self.support_threshold or self.municipality.support_threshold

    @property
    def is_building(self) -> bool:
        return self.kind == CommunityKind.BUILDING


class CommunityPerson(Orderable):
    """A person in charge as written on the page, with their consent: council, elder, organisation."""

    page = ParentalKey(CommunityPage, on_delete=models.CASCADE, related_name="people")
    position = models.CharField(_("position"), max_length=80)
    name = models.CharField(pgettext_lazy("of a thing", "name"), max_length=120)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    hours = models.CharField(_("when to call"), max_length=80, blank=True)

    def __str__(self):
        return f"{self.position}: {self.name}"
