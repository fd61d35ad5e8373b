"""Which acts a page offers to a person, in which words and order."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# Act, word, icon. The first one possible is the page's main button; steps and requests have places of their own.
LINKS = (
    ("close", _("Accept the report"), "check"),
    ("send_back", _("Return for rework"), "reply"),
    ("accept", _("Accept for execution"), "check"),
    ("start", _("Begin the work"), "wrench"),
    ("report", _("Report on execution"), "camera"),
    ("ask_extension", _("Ask for more time"), "calendar"),
    ("plan_step", _("Plan a step"), "plus"),
    ("extend", _("Extend the term"), "calendar"),
    ("reassign", _("Give to another executor"), "users"),
    ("cancel", _("Cancel the assignment"), "x-circle"),
)


def act_links(may: set[str], assignment) -> list[dict]:
    """The acts to show, as dicts with act, label, icon and url."""
    links = [
        {"act": act, "label": label, "icon": icon, "url": reverse(f"assignments:{act}", args=[assignment.public_id])}
        for act, label, icon in LINKS
        if act in may
    ]
    if assignment.state == "in_progress":
        links.sort(key=lambda link: link["act"] != "report")
    return links
