"""What the press service does with publications beside writing them."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Sum
from django.utils.html import format_html_join
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from assignments.models import Assignment, AssignmentSource, AssignmentState, ReportOutcome, ReportPhotoKind
from initiatives.models import Initiative, InitiativeState, PhotoKind
from publications import evidence
from publications.models import BeforeAfterPair, ResultIndexPage, ResultPage
from publications.permissions import can_draft_result

LONGEST_LEAD = 400
LONGEST_ORIGIN = 200


@transaction.atomic
def draft_result(initiative, *, by) -> ResultPage:
    """A draft result with all that the initiative already knows; the editor completes and publishes it.

    A second call gives the same page. Raises PermissionDenied for all but the town's press service, and
    ValidationError with code `not_done` or `no_list`.
    """
    initiative = Initiative.objects.select_for_update(of=["self"]).get(pk=initiative.pk)
    if not can_draft_result(by, initiative):
        raise PermissionDenied
    if initiative.state != InitiativeState.DONE:
        raise ValidationError(_("A result is written when the initiative has been carried out."), code="not_done")
    known = ResultPage.objects.filter(initiative=initiative).order_by("pk").first()
    if known is not None:
        return known
    index = _list_of(initiative.municipality)
    page = ResultPage(
        title=initiative.title,
        slug=f"{slugify(initiative.title, allow_unicode=True)[:60] or 'result'}-{initiative.number}",
        municipality=initiative.municipality,
        owner=by,
        live=False,
        has_unpublished_changes=True,
        initiative=initiative,
        community=initiative.community,
        address=initiative.community.title,
        lead=_shortened(initiative.expected_result),
        origin=_origin(initiative),
        **_figures(initiative),
    )
    report = getattr(initiative, "completion", None)
    if report is not None:
        page.date = report.completed_on
        page.cost = report.actual_cost
        page.body = [("text", _paragraphs(report.text))]
    page.pairs = _pairs(initiative)
    return _kept_as_draft(page, index, by=by)


@transaction.atomic
def draft_result_from(assignment, *, by) -> ResultPage:
    """A draft result of accepted work, with its pictures and their digests; the editor completes and publishes it.

    A second call gives the same page. Raises PermissionDenied for all but the town's press service, and
    ValidationError with code `not_done`, `not_public`, `no_pictures` or `no_list`.
    """
    assignment = Assignment.objects.select_for_update(of=["self"]).get(pk=assignment.pk)
    if not can_draft_result(by, assignment):
        raise PermissionDenied
    if assignment.state != AssignmentState.DONE:
        raise ValidationError(_("A result is written when the work has been accepted."), code="not_done")
    return _draft_from(assignment, by=by)


def begin_result(assignment) -> ResultPage | None:
    """The clock's counterpart, as soon as work is accepted: a draft where there are pictures of before and after.

    An initiative has a result of its own, with the report of its people.
    """
    if assignment.state != AssignmentState.DONE or assignment.source == AssignmentSource.INITIATIVE:
        return None
    try:
        with transaction.atomic():
            return _draft_from(assignment)
    except ValidationError:
        # The work is accepted all the same: without pictures, or in a town that shows no results.
        return None


def _draft_from(assignment, *, by=None) -> ResultPage:
    known = ResultPage.objects.filter(assignment=assignment).order_by("pk").first()
    if known is not None:
        return known
    if not assignment.is_public:
        raise ValidationError(_("Residents do not see this assignment: nothing of it is published."), "not_public")
    report = assignment.reports.filter(outcome=ReportOutcome.ACCEPTED).order_by("-pk").first()
    rows = _shown_pictures(report)
    if not all(rows.values()):
        raise ValidationError(_("There is no public pair of pictures, before and after."), code="no_pictures")
    index = _list_of(assignment.municipality)
    community = assignment.community
    page = ResultPage(
        title=assignment.title,
        slug=f"{slugify(assignment.title, allow_unicode=True)[:60] or 'result'}-work-{assignment.number}",
        municipality=assignment.municipality,
        owner=by,
        live=False,
        has_unpublished_changes=True,
        assignment=assignment,
        community=community,
        address=assignment.place or (community.title if community else assignment.municipality.name),
        date=assignment.municipality.today(report.at),
        lead=_shortened(report.text),
        origin=_shortened(assignment.origin_title, LONGEST_ORIGIN),
        body=[("text", _paragraphs(report.text))],
    )
    page.pairs = [
        BeforeAfterPair(sort_order=order, before=old.photo, after=new.photo)
        for order, (old, new) in enumerate(zip(*rows.values(), strict=False))
    ]
    for row in (row for kind in rows.values() for row in kind[: len(page.pairs.all())]):
        evidence.keep(row.photo, digest=row.digest, taken_on=row.taken_on)
    return _kept_as_draft(page, index, by=by)


def _shown_pictures(report) -> dict[str, list]:
    """Pictures of a report that everybody may see, before and after."""
    found = {ReportPhotoKind.BEFORE: [], ReportPhotoKind.AFTER: []}
    if report is not None:
        for row in report.photos.filter(photo__is_private=False).select_related("photo").order_by("order", "pk"):
            found[row.kind].append(row)
    return found


def _list_of(municipality) -> ResultIndexPage:
    index = ResultIndexPage.objects.descendant_of(municipality.site.root_page).first()
    if index is None:
        raise ValidationError(_("The site has no list of results: the administrator can add it."), code="no_list")
    return index


def _kept_as_draft(page, index, *, by=None) -> ResultPage:
    index.add_child(instance=page)
    page.save_revision(user=by)
    log(instance=page, action="wagtail.create", user=by)
    return page


def _shortened(text: str, longest: int = LONGEST_LEAD) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0] + "…"


def _paragraphs(text: str) -> str:
    """Rich text of plain words, escaped."""
    return format_html_join("", "<p>{}</p>", ((part.strip(),) for part in text.split("\n") if part.strip()))


def _origin(initiative) -> str:
    supporters = ngettext(
        "initiative No. %(number)s, supported by %(count)s resident",
        "initiative No. %(number)s, supported by %(count)s residents",
        initiative.support_count,
    )
    return supporters % {"number": initiative.number, "count": initiative.support_count}


def _figures(initiative) -> dict:
    """How many came to help and for how many whole hours; half an hour over is not claimed."""
    came = initiative.help_offers.filter(came=True, withdrawn_at=None)
    sums = came.aggregate(people=Count("user", distinct=True), half_hours=Sum("half_hours"))
    return {"helpers": sums["people"] or None, "labour_hours": (sums["half_hours"] or 0) // 2 or None}


def _pairs(initiative) -> list[BeforeAfterPair]:
    """Photos before and after in their order; where nobody took one before, what the initiative was posted with."""
    shown = initiative.photos.shown().select_related("photo")
    by_kind = {kind: [row.photo for row in shown if row.kind == kind] for kind in PhotoKind}
    before = by_kind[PhotoKind.BEFORE] or by_kind[PhotoKind.NOW]
    return [
        BeforeAfterPair(sort_order=order, before=old, after=new)
        for order, (old, new) in enumerate(zip(before, by_kind[PhotoKind.AFTER], strict=False))
    ]
