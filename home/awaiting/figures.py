"""What awaits a person of annual reports."""

from django.utils.translation import gettext as _

from figures.models import AnnualReport, ReportState
from figures.permissions import SIGNERS
from home.awaiting.task import LIMIT, Task
from municipalities.permissions import staff_roles


def tasks(user, town, now) -> list[Task]:
    """Drafts of years that are over, for whoever may sign them off."""
    if not staff_roles(user, town) & SIGNERS:
        return []
    drafts = AnnualReport.objects.within(town).filter(state=ReportState.DRAFT, year__lt=town.today(now).year)
    rows = drafts.select_related("municipality", "community").defer("figures").order_by("made_at", "pk")[:LIMIT]
    return [Task("report", _("Read and sign the annual report"), row.title, row.get_absolute_url()) for row in rows]
