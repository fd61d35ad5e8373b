"""What the press service does with publications beside writing them."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Sum
from django.utils.html import format_html_join
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from initiatives.models import Initiative, InitiativeState, PhotoKind
from publications.models import BeforeAfterPair, ResultIndexPage, ResultPage
from publications.permissions import can_draft_result

LONGEST_LEAD = 400


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
    index = ResultIndexPage.objects.descendant_of(initiative.municipality.site.root_page).first()
    if index is None:
        raise ValidationError(_("The site has no list of results: the administrator can add it."), code="no_list")
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
    index.add_child(instance=page)
    page.save_revision(user=by)
    log(instance=page, action="wagtail.create", user=by)
    return page


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_LEAD else text[: LONGEST_LEAD - 1].rsplit(" ", 1)[0] + "…"


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
