"""Making the files of annual reports: the worker's part, with progress, safe when a worker dies in the middle."""

import hashlib
import logging
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone, translation

from core import clock
from core.text import public_id
from figures.actions.refreshing import refresh
from figures.models import AnnualReport, ReportFormat, ReportState
from figures.reports import docx, sheet, xlsx
from figures.reports.content import gather
from journal.actions import record
from journal.verbs import Verb

logger = logging.getLogger("veche.work")

# For so long nobody else takes a report up; each piece of rows begins it anew.
LEASE = timedelta(minutes=5)
ATTEMPTS = 3
# What else there is to make, told as if it were rows: the documents take a while, too.
FIRST_STEPS = 10


def build_reports() -> int:
    """The clock's act: make what was ordered, the oldest first; how many were made."""
    made = 0
    for pk in list(AnnualReport.objects.filter(state=ReportState.BUILDING).order_by("ordered_at").values_list("pk")):
        made += _build(*pk)
    return made


def _claim(pk: int) -> AnnualReport | None:
    now = clock.now()
    free = AnnualReport.objects.filter(Q(claimed_until=None) | Q(claimed_until__lte=now), pk=pk)
    if not free.filter(state=ReportState.BUILDING).update(claimed_until=now + LEASE, attempts=F("attempts") + 1):
        return None
    return AnnualReport.objects.select_related("municipality__site", "community").get(pk=pk)


def _build(pk: int) -> bool:
    report = _claim(pk)
    if report is None:
        return False
    try:
        with translation.override(settings.LANGUAGE_CODE), timezone.override(report.municipality.tz):
            return _make(report)
    except Exception:
        logger.exception("annual report %s could not be made", pk)
        same = AnnualReport.objects.filter(pk=pk, state=ReportState.BUILDING, ordered_at=report.ordered_at)
        state = ReportState.FAILED if report.attempts >= ATTEMPTS else ReportState.BUILDING
        same.update(state=state, claimed_until=None)
        return False


def _make(report: AnnualReport) -> bool:
    """Count, gather, write the three files, and keep them unless the report was ordered anew meanwhile."""
    refresh(report.municipality, [report.year])
    now = clock.now()
    progress = Progress(report, xlsx.total_rows(report, now) + FIRST_STEPS)
    content = gather(report, now)
    progress.read(FIRST_STEPS // 2)
    written = {
        ReportFormat.DOCX: ContentFile(docx.write(content)),
        ReportFormat.PDF: ContentFile(sheet.write(content)),
    }
    progress.read(FIRST_STEPS - FIRST_STEPS // 2)
    with xlsx.write(content, now, progress.read) as workbook:
        written[ReportFormat.XLSX] = File(workbook)
        return _keep(report, written, frozen_figures(content))


class Progress:
    """How far the making has come; each step lengthens the worker's right to it."""

    def __init__(self, report: AnnualReport, total: int):
        self.rows = AnnualReport.objects.filter(pk=report.pk, state=ReportState.BUILDING, ordered_at=report.ordered_at)
        self.rows.update(rows_total=total, rows_done=0)

    def read(self, count: int) -> None:
        self.rows.update(rows_done=F("rows_done") + count, claimed_until=clock.now() + LEASE)


def frozen_figures(content) -> list[dict]:
    """The figures as the documents say them, for the page of the report."""
    return [
        {
            "title": title,
            "years": content.years,
            "rows": [
                {
                    "code": line.figure.code,
                    "name": str(line.figure.name),
                    "values": [f"{cell.text} *" if cell.is_entered else cell.text for cell in line.cells],
                }
                for line in lines
            ],
        }
        for title, lines in content.groups
    ]


@transaction.atomic
def _keep(report: AnnualReport, written: dict, figures: list) -> bool:
    current = AnnualReport.objects.select_for_update(of=["self"]).filter(pk=report.pk, state=ReportState.BUILDING)
    kept = current.filter(ordered_at=report.ordered_at).first()
    if kept is None:
        # Its words were changed meanwhile, or it was thrown away.
        return False
    at = clock.now()
    for kind, content in written.items():
        old = getattr(kept, kind)
        if old:
            transaction.on_commit(partial(old.storage.delete, old.name))
        setattr(kept, f"{kind}_digest", _digest(content))
        # A new name for each making: what somebody is reading stays what it was.
        getattr(kept, kind).save(f"{kept.public_id}-{public_id()}.{kind}", content, save=False)
    kept.state, kept.made_at, kept.figures = ReportState.DRAFT, at, figures
    kept.claimed_until, kept.rows_done = None, kept.rows_total
    kept.save(
        update_fields=[
            *ReportFormat.values,
            *(f"{kind}_digest" for kind in ReportFormat.values),
            "state",
            "made_at",
            "figures",
            "claimed_until",
            "rows_done",
        ]
    )
    record(Verb.REPORT_MADE, kept, municipality=report.municipality, at=at, year=kept.year)
    return True


def _digest(content: File) -> str:
    digest = hashlib.sha256()
    content.seek(0)
    for piece in iter(lambda: content.read(2**16), b""):
        digest.update(piece)
    content.seek(0)
    return digest.hexdigest()
