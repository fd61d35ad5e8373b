"""Reports on execution as they are read, each with its pictures."""

from assignments.models import ReportOutcome, ReportPhotoKind
from core import renditions


def shown_reports(assignment, *, official: bool) -> list:
    """The newest first, with `pairs` (before, after) and `rest` of pictures.

    Residents read what was accepted, and that others came back; of pictures they see what is public.
    """
    reports = assignment.reports.select_related("decided_by").prefetch_related("photos__photo__renditions")
    if not official:
        reports = reports.filter(outcome=ReportOutcome.ACCEPTED)
    shown = list(reports.order_by("-pk"))
    for report in shown:
        rows = list(report.photos.all())
        if not official:
            rows = [row for row in rows if not row.photo.is_private]
        report.before = [row for row in rows if row.kind == ReportPhotoKind.BEFORE]
        report.after = [row for row in rows if row.kind == ReportPhotoKind.AFTER]
        report.pairs = list(zip(report.before, report.after, strict=False))
        report.rest = report.before[len(report.pairs) :] + report.after[len(report.pairs) :]
    renditions.attach(row.photo for report in shown for row in report.before + report.after)
    return shown
