"""The menu of the working place: what the staff of a town work with, each kind of work at its own address."""

from django import template
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from municipalities.permissions import is_official, is_staff

register = template.Library()

# Name of the address, word, icon, and whether only those who speak for the administration may open it.
WORK = (
    ("assignments:control", pgettext_lazy("menu", "Control"), "flag", True),
    ("appeals:desk", pgettext_lazy("menu", "Messages"), "chat", True),
    ("meetings:schedule", pgettext_lazy("menu", "Meetings"), "calendar", False),
    ("initiatives:list", pgettext_lazy("menu", "Ideas"), "bulb", False),
    ("figures:page", pgettext_lazy("menu", "Reports"), "chart", False),
)
# Offered on my page beside these: it would not fit the menu of a phone.
MINE = ("assignments:mine", pgettext_lazy("menu", "Assignments"), "briefcase", True)


def _items(request, places) -> list[dict]:
    official = is_official(request.user, request.municipality)
    return [
        {"url": reverse(name), "label": label, "icon": icon, "current": request.path.startswith(reverse(name))}
        for name, label, icon, officials_only in places
        if official or not officials_only
    ]


@register.inclusion_tag("components/staff_nav.html", takes_context=True)
def staff_nav(context):
    """{% staff_nav %}: in place of the main menu on the pages of the working place (templates/staff.html)."""
    return {"items": _items(context["request"], WORK)}


@register.inclusion_tag("components/staff_doors.html", takes_context=True)
def staff_doors(context):
    """{% staff_doors %}: the way there from my page, whether or not something awaits; nothing for residents."""
    request = context["request"]
    works = is_staff(request.user, request.municipality)
    return {"items": _items(request, (*WORK[:2], MINE, *WORK[2:])) if works else []}
