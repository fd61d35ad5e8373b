"""The front page of a town."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from core.models import BasePage
from municipalities.admin_forms import TownPageForm


class HomePage(BasePage):
    """What the press service writes on the front page; all else there is read from the town's life."""

    base_form_class = TownPageForm
    heading = models.CharField(_("heading"), max_length=120)
    lead = models.CharField(_("lead"), max_length=300, blank=True)
    alert = models.CharField(_("important today"), max_length=200, blank=True)
    alert_url = models.CharField(_("where it leads"), max_length=200, blank=True)

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "communities.CommunityIndexPage",
        "publications.NewsIndexPage",
        "publications.DecisionIndexPage",
        "publications.ResultIndexPage",
        "publications.TextPage",
    ]
    content_panels = BasePage.content_panels + [
        FieldPanel("heading"),
        FieldPanel("lead"),
        FieldRowPanel(["alert", "alert_url"]),
    ]

    class Meta:
        verbose_name = _("front page")

    def serve(self, request, *args, **kwargs):
        from home.views import front_page

        return front_page(request, self)
