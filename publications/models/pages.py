"""What the press service publishes: news, decisions, and plain pages; what all publications have in common."""

from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from core import renditions
from core.blocks import BodyBlock
from core.models import BasePage
from municipalities.admin_forms import TownPageForm
from municipalities.models import Municipality

PER_PAGE = 12


class PublicationQuerySet(PageQuerySet):
    def within(self, municipality):
        return self.filter(municipality=municipality)

    def visible_to(self, user):
        return self.live()

    def newest(self):
        return self.order_by("-date", "-pk")


class PublicationPage(BasePage):
    """What a publication has in common: date, lead, body, the place it concerns."""

    base_form_class = TownPageForm
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("town")
    )
    date = models.DateField(_("date"), default=timezone.localdate, db_index=True)
    lead = models.CharField(_("in one or two sentences"), max_length=400, blank=True)
    body = StreamField(BodyBlock(required=False), verbose_name=_("body"), blank=True)
    community = models.ForeignKey(
        "communities.CommunityPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("community"),
    )
    initiative = models.ForeignKey(
        "initiatives.Initiative",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("initiative"),
    )

    objects = PageManager.from_queryset(PublicationQuerySet)()

    subpage_types = []
    search_fields = BasePage.search_fields + [
        index.SearchField("lead"),
        index.SearchField("body"),
        index.FilterField("municipality_id"),
        index.FilterField("date"),
    ]

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.municipality_id is None:
            self.municipality = Municipality.objects.of_page(self)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return self.get_url()

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        renditions.attach(self.pictures())
        return context

    def pictures(self) -> list:
        """The photos this page shows, so that their renditions are read in one query."""
        return body_pictures(self.body)


def body_pictures(body) -> list:
    """The photos in a page's body."""
    found = []
    for block in body:
        if block.block_type == "figure":
            found.append(block.value["image"])
        elif block.block_type == "before_after":
            found += [block.value["before"], block.value["after"]]
    return found


class IndexPage(BasePage):
    """A list of publications of one kind; each list says which by its `publications()`."""

    base_form_class = TownPageForm
    intro = models.CharField(_("introduction"), max_length=400, blank=True)

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    content_panels = BasePage.content_panels + [FieldPanel("intro")]

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["page_obj"] = Paginator(self.publications(), PER_PAGE).get_page(request.GET.get("page"))
        self.attach_pictures(context["page_obj"].object_list)
        return context

    def attach_pictures(self, shown) -> None:
        """Read the renditions of one page of the list in one query."""


class NewsPage(PublicationPage):
    picture = models.ForeignKey(
        "core.Photo", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("picture")
    )

    parent_page_types = ["publications.NewsIndexPage"]
    template = "publications/news_page.html"
    content_panels = BasePage.content_panels + [
        FieldPanel("date"),
        FieldPanel("lead"),
        FieldPanel("picture"),
        FieldPanel("body"),
        FieldPanel("community"),
        FieldPanel("initiative"),
    ]

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news")
        indexes = [models.Index(fields=["municipality", "-date"], name="news_town_date")]

    def pictures(self):
        return [self.picture, *super().pictures()]


class NewsIndexPage(IndexPage):
    subpage_types = ["publications.NewsPage"]
    template = "publications/news_index.html"

    class Meta:
        verbose_name = _("list of news")

    def publications(self):
        return NewsPage.objects.child_of(self).live().newest().defer("body").select_related("picture")

    def attach_pictures(self, shown):
        renditions.attach(news.picture for news in shown)


class DecisionPage(PublicationPage):
    number = models.CharField(_("number"), max_length=60)
    authority = models.CharField(_("who decided"), max_length=160)
    document = models.ForeignKey(
        "wagtaildocs.Document",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("file"),
    )

    parent_page_types = ["publications.DecisionIndexPage"]
    template = "publications/decision_page.html"
    search_fields = PublicationPage.search_fields + [index.SearchField("number")]
    content_panels = BasePage.content_panels + [
        FieldRowPanel(["number", "date"]),
        FieldPanel("authority"),
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("document"),
        FieldPanel("community"),
        FieldPanel("initiative"),
    ]

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = [models.Index(fields=["municipality", "-date"], name="decision_town_date")]


class DecisionIndexPage(IndexPage):
    subpage_types = ["publications.DecisionPage"]
    template = "publications/decision_index.html"

    class Meta:
        verbose_name = _("list of decisions")

    def publications(self):
        return DecisionPage.objects.child_of(self).live().newest().defer("body")


class TextPage(BasePage):
    """A plain page: rules of discussions, processing of personal data."""

    base_form_class = TownPageForm
    body = StreamField(BodyBlock(), verbose_name=_("body"))

    parent_page_types = ["home.HomePage"]
    subpage_types = []
    template = "publications/text_page.html"
    search_fields = BasePage.search_fields + [index.SearchField("body")]
    content_panels = BasePage.content_panels + [FieldPanel("body")]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        renditions.attach(body_pictures(self.body))
        return context

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")
