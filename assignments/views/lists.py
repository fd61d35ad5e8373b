"""Lists of assignments: what the town has promised, and what awaits one's department."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, Subquery
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from assignments import permissions as may
from assignments import queue
from assignments.models import Assignment, AssignmentState, ExecutionReport, ReportOutcome
from assignments.views.control import asks_for_time, at_most
from communities.models import CommunityPage

S = AssignmentState
PER_PAGE = 20
# Of one part of a department's desk.
MINE_PER_PART = 100

PUBLIC_TABS = {
    "": _("Under control"),
    "overdue": pgettext_lazy("assignments", "Overdue"),
    "closed": pgettext_lazy("assignments", "Off control"),
}


@require_safe
def public_list(request):
    """What was promised in public: what, who, by when, and what came of it."""
    town = request.municipality
    rows = Assignment.objects.within(town).filter(is_public=True)
    community = None
    if slug := request.GET.get("community", ""):
        community = get_object_or_404(CommunityPage.objects.live(), municipality=town, slug=slug)
        rows = rows.filter(community=community)
    tab = request.GET.get("tab", "")
    wish = queue.Wish(tab=tab if tab in PUBLIC_TABS else "")
    place = f"&community={community.slug}" if community else ""
    tabs = [
        {
            "label": label,
            "url": f"?{queue.Wish(tab=name).query()}{place}",
            "count": at_most(queue.capped(queue.of_tab(rows, name, town, request.now))),
            "current": wish.tab == name,
        }
        for name, label in PUBLIC_TABS.items()
    ]
    shown = queue.of_tab(rows, wish.tab, town, request.now).for_cards()
    return render(
        request,
        "assignments/list.html",
        {
            "page": queue.page_of(wish, shown, request.GET, PER_PAGE),
            "tabs": tabs,
            "community": community,
            "query": f"{wish.query()}{place}".lstrip("&"),
        },
    )


PARTS = (
    ("returned", pgettext_lazy("of an assignment", "Returned for rework"), [S.RETURNED]),
    ("issued", _("To accept"), [S.ISSUED]),
    ("work", _("In work"), [S.ACCEPTED, S.IN_PROGRESS]),
    ("reported", _("Being checked by the controller"), [S.REPORTED]),
)


@login_required
@require_safe
def mine(request):
    """My department's desk: what came back, what to accept, what is due; and what we help others with."""
    town, user = request.municipality, request.user
    if not may.can_work(user, town):
        raise PermissionDenied
    departments = may.departments_of(user, town)
    ours = Q(department__in=departments) | Q(executor=user)
    why = ExecutionReport.objects.filter(assignment=OuterRef("pk"), outcome=ReportOutcome.RETURNED).order_by("-pk")
    rows = Assignment.objects.within(town).open().for_cards()
    rows = rows.annotate(asks=asks_for_time(), returned_note=Subquery(why.values("decision_note")[:1]))
    if request.GET.get("whose") == "me":
        ours = Q(executor=user)
    found = rows.filter(ours).order_by("due_at", "pk")
    parts = []
    for name, title, states in PARTS:
        part = list(found.filter(state__in=states)[: MINE_PER_PART + 1])
        parts.append({"name": name, "title": title, "rows": part[:MINE_PER_PART], "is_cut": len(part) > MINE_PER_PART})
    helping = rows.filter(co_executors__in=departments).exclude(department__in=departments).order_by("due_at", "pk")
    closed = Assignment.objects.within(town).closed().filter(ours).for_cards().order_by("-closed_at", "-pk")
    return render(
        request,
        "assignments/mine.html",
        {
            "parts": parts,
            "is_empty": not any(part["rows"] for part in parts),
            "helping": list(helping.distinct()[:MINE_PER_PART]) if departments else [],
            "closed": Paginator(closed, PER_PAGE).get_page(request.GET.get("page")),
            "only_me": request.GET.get("whose") == "me",
        },
    )
