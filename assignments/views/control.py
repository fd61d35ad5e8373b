"""The control desk: everything that was promised, by urgency."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assignments import actions, queue
from assignments import permissions as may
from assignments.forms.acts import IssueForm
from assignments.forms.desk import SaveFilterForm
from assignments.models import Assignment, AssignmentSource, ExtensionRequest, RequestOutcome, SavedFilter
from assignments.views.act_page import fail
from municipalities.models import Department


def asks_for_time() -> Exists:
    """Whether a request for more time waits at a row of a list."""
    return Exists(ExtensionRequest.objects.filter(assignment=OuterRef("pk"), outcome=RequestOutcome.WAITING))


def tabs_of(wish, found: dict[str, int]) -> list[dict]:
    """The queue by terms, each with how many there are where that was counted."""
    return [
        {
            "label": label,
            "url": f"?{wish.query(tab=tab, sort='' if tab == 'closed' else wish.sort)}",
            "icon": queue.ICONS.get(tab, ""),
            "count": at_most(found[tab]) if tab in found else "",
            "current": wish.tab == tab,
        }
        for tab, label in queue.TABS.items()
    ]


def at_most(count: int) -> str:
    """A count in words that do not lie: beyond the cap nobody counts."""
    return f"{queue.CAP}+" if count > queue.CAP else str(count)


@login_required
@require_safe
def desk(request):
    """For the controller and the head; a specialist is led to the desk of their department."""
    town = request.municipality
    if not may.can_open_desk(request.user, town):
        if may.can_work(request.user, town):
            return redirect("assignments:mine")
        raise PermissionDenied
    wish = queue.Wish.of(request.GET)
    rows = wish.narrowed(Assignment.objects.within(town), town)
    shown = queue.of_tab(rows, wish.tab, town, request.now)
    if wish.q:
        shown, count = queue.look_through(shown)
        found = {wish.tab: count}
    else:
        found = queue.counts(rows, town, request.now)
    page = queue.page_of(wish, shown.for_lines().annotate(asks=asks_for_time()), request.GET)
    return render(
        request,
        "assignments/control.html",
        {
            "wish": wish,
            "page": page,
            "total": at_most(found[wish.tab]),
            "tabs": tabs_of(wish, found),
            "is_closed": wish.tab == "closed",
            "query": wish.query(),
            "departments": Department.objects.within(town),
            "sources": AssignmentSource.choices,
            "sorts": queue.SORTS.items(),
            "load": queue.load(town, request.now),
            "filters": SavedFilter.objects.within(town).filter(user=request.user),
            "save_form": SaveFilterForm(auto_id="save_%s"),
        },
    )


@login_required
def new(request):
    """An assignment of the administration's own."""
    if not may.can_open_desk(request.user, request.municipality):
        raise PermissionDenied
    form = IssueForm(request.POST or None, municipality=request.municipality, now=request.now)
    if request.method == "POST" and form.is_valid():
        try:
            assignment = actions.issue(
                by=request.user,
                municipality=request.municipality,
                source=AssignmentSource.OTHER,
                **form.promise(),
            )
        except ValidationError as refusal:
            fail(form, refusal)
        else:
            messages.success(request, _("The assignment is given: No. %(number)s.") % {"number": assignment.number})
            return redirect(assignment)
    return render(request, "assignments/new.html", {"form": form})
