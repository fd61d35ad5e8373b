"""Pictures of the work, kept with the digest of what was taken in."""

import hashlib
from collections.abc import Iterable
from datetime import date

from assignments.models import ReportPhoto, ReportPhotoKind
from core.models import Photo

PHOTO_LIMIT = 5


def digested(photos: Iterable[Photo]) -> list[tuple[Photo, str]]:
    """Each photo with the SHA-256 of its master; reads files, so call it before a transaction."""
    found = []
    for photo in photos:
        with photo.file.open("rb") as master:
            found.append((photo, hashlib.file_digest(master, "sha256").hexdigest()))
    return found


def keep_pictures(
    assignment, report, pictures, kind: str, taken_on: date | None = None, *, borrowed: bool = False
) -> None:
    """Put photos with their digests at an assignment, or at a report on it."""
    start = ReportPhoto.objects.filter(assignment=assignment, report=report, kind=kind).count()
    ReportPhoto.objects.bulk_create(
        ReportPhoto(
            assignment=assignment,
            report=report,
            photo=photo,
            kind=kind,
            taken_on=taken_on,
            digest=digest,
            is_borrowed=borrowed,
            order=start + number,
        )
        for number, (photo, digest) in enumerate(pictures)
    )


def bring_before(assignment, report) -> None:
    """What was taken before the work belongs to the report; a second report shows how it was as the first one did."""
    waiting = ReportPhoto.objects.filter(assignment=assignment, report=None)
    if waiting.update(report=report) or report.photos.filter(kind=ReportPhotoKind.BEFORE).exists():
        return
    earlier = assignment.reports.exclude(pk=report.pk).order_by("-pk").first()
    if earlier is None:
        return
    rows = earlier.photos.filter(kind=ReportPhotoKind.BEFORE)
    for row in rows:
        row.pk, row._state.adding, row.report = None, True, report
    ReportPhoto.objects.bulk_create(rows)
