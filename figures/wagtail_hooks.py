"""Totals of years before the site, entered by the press service and the administrator."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column

from figures.definitions import ENTERED, GROUPS
from figures.models import YearTotal
from municipalities.viewsets import TownViewSet


def figure_choices():
    """Figures by what they are about; read when a form is shown, in its language."""
    return [
        (label, [(code, figure.name) for code, figure in ENTERED.items() if figure.group == group])
        for group, label in GROUPS.items()
        if any(figure.group == group for figure in ENTERED.values())
    ]


class FigureSelect(forms.Select):
    """The figures that can be entered."""

    def __init__(self, attrs=None, choices=()):
        super().__init__(attrs, [("", "—"), *figure_choices()])


class YearTotalViewSet(TownViewSet):
    model = YearTotal
    icon = "history"
    menu_label = _("Totals of earlier years")
    menu_order = 640
    list_display = [
        "year",
        Column("figure_name", label=capfirst(_("figure"))),
        "value",
        Column("community", label=capfirst(_("community")), accessor="community"),
        "source",
    ]
    list_filter = ["year"]
    panels = [
        FieldRowPanel(["year", FieldPanel("figure", widget=FigureSelect)]),
        FieldPanel("value"),
        FieldPanel("source"),
        FieldPanel("community"),
    ]


@hooks.register("register_admin_viewset")
def year_total_viewset():
    return YearTotalViewSet("year_totals")
