"""How figures and reports are shown elsewhere."""

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core import drawing
from figures.definitions import Place
from figures.models import ReportState
from figures.showing import Figures

register = template.Library()

CHIPS = {
    ReportState.BUILDING: ("info", "clock"),
    ReportState.DRAFT: ("warn", "pencil"),
    ReportState.FAILED: ("bad", "x-circle"),
    ReportState.SIGNED: ("ok", "seal"),
}


@register.simple_tag
def report_chip(report):
    """Where a report stands: icon, word and colour."""
    kind, icon = CHIPS[report.state]
    return drawing.chip(report.get_state_display(), kind, icon)


# What a year of meetings was, in the order in which it is told.
OF_MEETINGS = ("meetings", "participants", "voiced", "solved")


@register.simple_tag(takes_context=True)
def meetings_of_year(context, year):
    """The town's meetings of a year in numbers, each leading to its list; empty while nothing is counted."""
    figures = Figures.of(Place(context["request"].municipality))
    lines = [figures.line(code, year) for code in OF_MEETINGS]
    if not any(line.cell.known.value for line in lines):
        return ""
    return render_to_string("figures/_headlines.html", {"headlines": lines})


@register.simple_tag
def figures_link(community):
    """The way to a community's figures, for its other pages."""
    url = f"{reverse('figures:page')}?community={community.slug}"
    return format_html('<a class="act" href="{}">{}{}</a>', url, drawing.icon("chart"), _("In figures"))
