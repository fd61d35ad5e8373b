"""How figures and reports are shown elsewhere."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core import drawing
from figures.models import ReportState

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


@register.simple_tag
def figures_link(community):
    """The way to a community's figures, for its other pages."""
    url = f"{reverse('figures:page')}?community={community.slug}"
    return format_html('<a class="act" href="{}">{}{}</a>', url, drawing.icon("chart"), _("In figures"))
