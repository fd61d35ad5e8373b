"""Results: what was done, with pictures of before and after."""

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from core.models import BasePage
from publications.models.pages import IndexPage, PublicationPage


class ResultPage(PublicationPage):
    """What was done: at which address, for how much, from whose idea."""

    address = models.CharField(_("address"), max_length=200)
    cost = models.PositiveBigIntegerField(_("cost, ₽"), null=True, blank=True)
    helpers = models.PositiveIntegerField(_("residents who helped"), null=True, blank=True)
    labour_hours = models.PositiveIntegerField(_("hours of labour"), null=True, blank=True)
    origin = models.CharField(_("what started it"), max_length=200, blank=True)
    # The accepted work it tells of; what residents said of the outcome is read there.
    assignment = models.ForeignKey(
        "assignments.Assignment",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="results",
        verbose_name=_("assignment"),
    )

    parent_page_types = ["publications.ResultIndexPage"]
    template = "publications/result_page.html"
    search_fields = PublicationPage.search_fields + [index.SearchField("address")]
    content_panels = BasePage.content_panels + [
        FieldRowPanel(["address", "date"]),
        FieldPanel("lead"),
        InlinePanel("pairs", heading=_("Before and after"), label=_("pair"), min_num=1),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldRowPanel(["cost", "helpers", "labour_hours"]), FieldPanel("origin")], heading=_("In figures")
        ),
        FieldPanel("community"),
        FieldPanel("initiative"),
        FieldPanel("assignment", read_only=True),
    ]

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        indexes = [models.Index(fields=["municipality", "-date"], name="result_town_date")]

    def get_context(self, request, *args, **kwargs):
        from publications import evidence, outcomes

        context = super().get_context(request, *args, **kwargs)
        context["outcome"] = outcomes.of_result(self, getattr(request, "now", None))
        context["pairs"] = evidence.attached(self.shown_pairs)
        return context

    @cached_property
    def shown_pairs(self) -> list:
        """The pairs with their photos, to which renditions are attached."""
        return list(self.pairs.select_related("before", "after"))

    def pictures(self):
        pairs = self.shown_pairs
        return [*(pair.before for pair in pairs), *(pair.after for pair in pairs), *super().pictures()]


class BeforeAfterPair(Orderable):
    """Two photos of one place."""

    page = ParentalKey(ResultPage, on_delete=models.CASCADE, related_name="pairs")
    before = models.ForeignKey("core.Photo", on_delete=models.PROTECT, related_name="+", verbose_name=_("before"))
    before_caption = models.CharField(_("caption before"), max_length=60, blank=True)
    after = models.ForeignKey("core.Photo", on_delete=models.PROTECT, related_name="+", verbose_name=_("after"))
    after_caption = models.CharField(_("caption after"), max_length=60, blank=True)

    panels = [FieldRowPanel(["before", "before_caption"]), FieldRowPanel(["after", "after_caption"])]

    def __str__(self):
        return f"{self.before_caption} — {self.after_caption}"


class ResultIndexPage(IndexPage):
    subpage_types = ["publications.ResultPage"]
    template = "publications/result_index.html"

    class Meta:
        verbose_name = _("list of results")

    def publications(self):
        return ResultPage.objects.child_of(self).live().newest().defer("body").select_related("community")

    def attach_pictures(self, shown):
        from publications.listing import attach_pairs

        attach_pairs(shown)
