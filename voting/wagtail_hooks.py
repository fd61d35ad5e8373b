"""Rules of votes in the admin: those of the law are read and copied, the town keeps its own."""

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from core import clock
from municipalities.viewsets import OwnForm, TownIndexView, TownViewSet
from voting.models import RulePreset


class RulesIndexView(TownIndexView):
    """The town's own rules, and those that come with the program: these are copied, never changed."""

    def get_base_queryset(self):
        ours = Q(municipality=None) | Q(municipality=self.request.municipality)
        return generic.IndexView.get_base_queryset(self).filter(ours)

    def get_edit_url(self, instance):
        return super().get_edit_url(instance) if instance.municipality_id else None

    def get_delete_url(self, instance):
        return super().get_delete_url(instance) if instance.municipality_id else None


class RulesCopyView(OwnForm, generic.CopyView):
    """A copy for the town, in force from today unless another day is typed."""

    def get_object(self, queryset=None):
        preset = super().get_object(queryset)
        if preset.municipality_id not in (None, self.request.municipality.pk):
            raise Http404
        preset.pk, preset.municipality = None, self.request.municipality
        preset.valid_from = clock.glance().astimezone(self.request.municipality.tz).date()
        preset.valid_until = None
        return preset


def whose(preset) -> str:
    return _("the town's own") if preset.municipality_id else _("come with the program")


class RulePresetViewSet(TownViewSet):
    """A vote copies its rules when it is announced, so editing or deleting them changes no vote."""

    model = RulePreset
    icon = "clipboard-list"
    menu_label = _("Rules of votes")
    menu_order = 620
    index_view_class = RulesIndexView
    copy_view_class = RulesCopyView
    copy_view_enabled = True
    list_display = [
        "name",
        "kind",
        "source",
        "certainty",
        "valid_from",
        "valid_until",
        Column("whose", label=_("Whose"), accessor=whose),
    ]
    panels = [
        HelpPanel(
            content=_(
                "These rules are added to those of the law and of the site. "
                "Votes that have been announced keep the rules they were announced with."
            )
        ),
        FieldPanel("name"),
        FieldPanel("source", help_text=_("For example: the charter of the ТОС, item 4.2")),
        FieldPanel("certainty", help_text=_("How sure it is that these are the rules, and who should confirm it")),
        FieldRowPanel(["kind", "counted_by"]),
        FieldRowPanel(["valid_from", "valid_until"]),
        MultiFieldPanel(
            [
                FieldPanel("quorum_base"),
                FieldRowPanel(["quorum_numerator", "quorum_denominator"]),
                FieldPanel("quorum_strict"),
            ],
            heading=_("Quorum: how much of the roll has to take part"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("threshold_base"),
                FieldRowPanel(["threshold_numerator", "threshold_denominator"]),
                FieldPanel("threshold_strict"),
            ],
            heading=_("For votes on an agenda: how much has to be “for”"),
        ),
        MultiFieldPanel(
            [FieldPanel("tie"), FieldPanel("needed"), FieldPanel("min_age")], heading=_("What else decides")
        ),
    ]


@hooks.register("register_admin_viewset")
def rule_preset_viewset():
    return RulePresetViewSet("rules")
