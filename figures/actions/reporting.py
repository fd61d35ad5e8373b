"""An annual report from its order to its signature. People order and complete it; `building` makes the files."""

import hashlib
from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from figures.models import AnnualReport, ReportFormat, ReportState
from figures.permissions import SIGNERS, can_edit, can_make, can_sign
from figures.words import first_words
from journal.actions import record
from journal.verbs import Verb
from municipalities.models import Municipality, StaffMember

FIRST_YEAR = 1990


def digest_of(file) -> str:
    """SHA-256 of a stored file, read in pieces."""
    digest = hashlib.sha256()
    with file.open("rb") as content:
        for piece in iter(lambda: content.read(2**16), b""):
            digest.update(piece)
    return digest.hexdigest()


def seal_of(report) -> str:
    """What a signer has seen: the three digests in one."""
    digests = "".join(getattr(report, f"{kind}_digest") for kind in ReportFormat.values)
    return hashlib.sha256(digests.encode()).hexdigest()


@transaction.atomic
def order_report(municipality, *, by, year: int, community=None) -> AnnualReport:
    """Have the report of a year made; there is one of a year and a place, and asking again gives the same.

    Raises ValidationError with code `year` for a year to come, `place` for a community of another town.
    """
    # Two who order at once are one after the other.
    municipality = Municipality.objects.select_for_update(of=["self"]).get(pk=municipality.pk)
    if not can_make(by, municipality, community):
        raise PermissionDenied
    at = clock.now()
    if not FIRST_YEAR <= year <= municipality.today(at).year:
        raise ValidationError(_("Choose a year that has begun."), code="year")
    if community is not None and community.municipality_id != municipality.pk:
        raise ValidationError(_("There is no such community in this town."), code="place")
    found = AnnualReport.objects.within(municipality).filter(year=year, community=community).first()
    if found is not None:
        return found
    return AnnualReport.objects.create(
        municipality=municipality,
        community=community,
        year=year,
        made_by=by,
        ordered_at=at,
        **first_words(municipality, community, year),
    )


def _begin(report, may, by) -> AnnualReport:
    report = (
        AnnualReport.objects.select_for_update(of=["self"])
        .select_related("municipality", "community")
        .get(pk=report.pk)
    )
    if not may(by, report):
        raise PermissionDenied
    if report.is_signed:
        raise ValidationError(_("A signed report changes no more."), code="signed")
    return report


@transaction.atomic
def rewrite_report(report, *, by, **texts: str) -> AnnualReport:
    """Set the words and have the files made anew, with the figures as they are now."""
    report = _begin(report, can_edit, by)
    for name in report.TEXTS:
        setattr(report, name, texts.get(name, getattr(report, name)))
    report.state = ReportState.BUILDING
    report.ordered_at, report.made_by = clock.now(), by
    report.rows_done = report.rows_total = report.attempts = 0
    report.claimed_until = None
    changed = ["state", "ordered_at", "made_by", "rows_done", "rows_total", "attempts", "claimed_until"]
    report.save(update_fields=[*report.TEXTS, *changed])
    return report


@transaction.atomic
def remove_report(report, *, by) -> None:
    """Throw away a report that nobody has signed, files and all."""
    report = _begin(report, can_edit, by)
    for kind in ReportFormat.values:
        file = getattr(report, kind)
        if file:
            transaction.on_commit(partial(file.storage.delete, file.name))
    report.delete()


@transaction.atomic
def sign_report(report, *, by, seal: str) -> AnnualReport:
    """Sign off what was read: from now on neither figures nor words nor files change.

    `seal` is `seal_of` the report as the signer saw it. Raises ValidationError with code `signed`, `not_ready`,
    `unfinished` while the year goes on, `changed` when it was made anew meanwhile, or `files` when a kept file is not
    what was made.
    """
    report = _begin(report, can_sign, by)
    at = clock.now()
    if report.state != ReportState.DRAFT:
        raise ValidationError(_("The report is being made. Wait until it is ready."), code="not_ready")
    if report.year >= report.municipality.today(at).year:
        raise ValidationError(_("The year is not over: its figures still grow."), code="unfinished")
    if seal != seal_of(report):
        raise ValidationError(
            _("The report was made anew after you opened this page. Read it once more."), code="changed"
        )
    for kind in ReportFormat.values:
        if digest_of(getattr(report, kind)) != getattr(report, f"{kind}_digest"):
            raise ValidationError(_("A file is not what was made. Have the report made anew."), code="files")
    report.state = ReportState.SIGNED
    report.signed_by, report.signed_as, report.signed_at = by, _office(by, report.municipality), at
    report.save(update_fields=["state", "signed_by", "signed_as", "signed_at"])
    record(Verb.REPORT_SIGNED, report, by=by, municipality=report.municipality, at=at, year=report.year)
    return report


def _office(user, municipality) -> str:
    """The position under which somebody signs: of several roles the highest."""
    order = ("head", "controller", "administrator")
    serving = (
        StaffMember.objects.within(municipality).serving(municipality.today()).filter(user=user, role__in=SIGNERS)
    )
    member = min(serving, key=lambda row: order.index(row.role))
    return member.position or str(member.get_role_display())
