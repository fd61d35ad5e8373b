"""The town's own rules of votes in Wagtail's admin. Those of the law come with the program and are not edited here."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel

from municipalities.viewsets import TownViewSet
from voting.models import RulePreset


class RulePresetViewSet(TownViewSet):
    """A vote copies its rules when it is announced, so editing or deleting them changes no vote."""

    model = RulePreset
    icon = "clipboard-list"
    menu_label = _("Rules of votes")
    menu_order = 620
    list_display = ["name", "source", "valid_from", "valid_until"]
    panels = [
        HelpPanel(
            content=_(
                "These rules are added to those of the law and of the site. "
                "Votes that have been announced keep the rules they were announced with."
            )
        ),
        FieldPanel("name"),
        FieldPanel("source", help_text=_("For example: the charter of the ТОС, item 4.2")),
        FieldPanel("certainty"),
        FieldRowPanel(["valid_from", "valid_until"]),
        MultiFieldPanel(
            [
                FieldPanel("quorum_base"),
                FieldRowPanel(["quorum_numerator", "quorum_denominator"]),
                FieldPanel("quorum_strict"),
                FieldPanel("majority"),
                FieldPanel("min_age"),
            ],
            heading=_("What decides"),
        ),
    ]


@hooks.register("register_admin_viewset")
def rule_preset_viewset():
    return RulePresetViewSet("rules")
