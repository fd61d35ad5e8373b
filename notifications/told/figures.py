"""Who is told of annual reports: whoever ordered one; the head and the press service of a signed one."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from journal.verbs import Verb
from municipalities.models import StaffMember, StaffRole
from notifications.told.line import Line


def _maker(event, report) -> Q:
    return Q(pk=report.made_by_id)


def _press(event, report) -> Q:
    """Those who speak of it further; and whoever made it."""
    serving = StaffMember.objects.within(report.municipality).serving(report.municipality.today())
    return Q(pk__in=serving.filter(role__in=(StaffRole.HEAD, StaffRole.EDITOR)).values("user")) | _maker(event, report)


TOLD: dict[str, Line] = {
    Verb.REPORT_MADE: Line(
        _maker,
        _("The annual report is made"),
        _("“%(title)s” is made: read it, complete the words and have it signed off."),
    ),
    Verb.REPORT_SIGNED: Line(
        _press,
        _("An annual report is signed off"),
        _("“%(title)s” is signed off and stands open to everybody."),
    ),
}
