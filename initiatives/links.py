"""Which acts a page offers to a person, in which words and order."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Act, word, icon. The first one possible is the page's main button; support, help and following have places of
# their own, and the acts of a stage stand beside it.
LINKS = (
    ("accept", _("Open the discussion"), "check"),
    ("send_back", _("Send back to the author"), "reply"),
    ("submit", _("Send for review"), "arrow-right"),
    ("approve", pgettext_lazy("decision", "Approve"), "check"),
    ("return_for_rework", _("Return for rework"), "reply"),
    ("decline", _("Decline"), "x-circle"),
    ("rework", _("Send again"), "arrow-right"),
    ("put_to_vote", _("Put it to the vote"), "vote"),
    ("send_to_administration", _("Send to the administration"), "arrow-right"),
    ("give_assignment", _("Give an assignment"), "flag"),
    ("start_work", _("Begin the work"), "wrench"),
    ("complete", _("Report on the realisation"), "check-circle"),
    ("plan_stage", _("Plan a stage of work"), "plus"),
    ("add_conclusion", _("Add a conclusion"), "seal"),
    ("give_opinion", _("Give a preliminary opinion"), "seal"),
    ("add_note", _("Add to the proposal"), "plus"),
    ("correct", _("Correct misprints"), "pencil"),
    ("change_materially", _("Change the proposal"), "pencil"),
    ("pass_on", _("Pass authorship on"), "users"),
    ("redact", _("Hide personal data"), "lock"),
    ("archive", _("Move to the archive"), "list"),
    ("withdraw", _("Withdraw the initiative"), "close"),
)
NEED_SUPPORT = {"put_to_vote", "send_to_administration"}


def act_links(may: set[str], initiative) -> list[dict]:
    """The acts to show, as dicts with act, label, icon and url."""
    return [
        {"act": act, "label": label, "icon": icon, "url": reverse(f"initiatives:{act}", args=[initiative.public_id])}
        for act, label, icon in LINKS
        if act in may and (act not in NEED_SUPPORT or initiative.has_enough_support)
    ]
