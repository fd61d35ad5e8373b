"""The menu of the working place: what the staff of a town work with, each kind of work at its own address."""

from django import template
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from municipalities.permissions import is_official

register = template.Library()

# Name of the address, word, icon, and whether only those who speak for the administration may open it.
WORK = (
    ("assignments:control", pgettext_lazy("menu", "Control"), "flag", True),
    ("appeals:desk", pgettext_lazy("menu", "Messages"), "chat", True),
    ("meetings:schedule", pgettext_lazy("menu", "Meetings"), "calendar", False),
    ("initiatives:list", pgettext_lazy("menu", "Ideas"), "bulb", False),
    ("figures:page", pgettext_lazy("menu", "Reports"), "chart", False),
)


@register.inclusion_tag("components/staff_nav.html", takes_context=True)
def staff_nav(context):
    """{% staff_nav %}: in place of the main menu on the pages of the working place (templates/staff.html)."""
    request = context["request"]
    official = is_official(request.user, request.municipality)
    items = [
        {"url": reverse(name), "label": label, "icon": icon, "current": request.path.startswith(reverse(name))}
        for name, label, icon, officials_only in WORK
        if official or not officials_only
    ]
    return {"items": items}
