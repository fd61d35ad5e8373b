"""The queue of the control desk: what is asked for, how it is counted, and one page of it.

A town may have a hundred thousand assignments open, so nothing here grows with them: counts stop at CAP, pages are
found by the last row of the one before, and each order has an index.
"""

from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlencode

from django.db.models import IntegerField, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assignments.models import Assignment, AssignmentSource, AssignmentState, ExtensionRequest, RequestOutcome
from communities.models import CommunityPage
from core.moments import SOON_DAYS
from core.text import folded
from municipalities.models import Department

PER_PAGE = 25
# Beyond it a count says «more than».
CAP = 1000
LONGEST_QUERY = 100
# Of communities whose address holds the words typed, so many are named one by one, which finds the rarest fastest.
PLACES = 200

TABS = {
    "overdue": pgettext_lazy("assignments", "Overdue"),
    "today": _("Today"),
    "soon": _("Within 3 days"),
    "check": _("To check"),
    "asked": _("Ask for time"),
    "": _("All open"),
    "closed": pgettext_lazy("assignments", "Off control"),
}
ICONS = {"overdue": "overdue", "today": "clock", "check": "eye", "asked": "calendar"}
SORTS = {"": _("Urgent first"), "late": _("Latest term first"), "new": _("Newest first")}


def day_end(town, now: datetime, days: int) -> datetime:
    """The end of the day that is `days` after today in the town."""
    day = town.today(now) + timedelta(days=days + 1)
    return datetime.combine(day, time(), tzinfo=town.tz)


@dataclass(frozen=True)
class Wish:
    """What the reader asked for. Anything unknown counts as not asked."""

    tab: str = ""
    department: str = ""
    source: str = ""
    personal: str = ""
    where: str = ""
    q: str = ""
    sort: str = ""

    @classmethod
    def of(cls, query) -> "Wish":
        """Read the parameters of an address (a QueryDict)."""
        allowed = {"tab": TABS, "source": AssignmentSource.values, "personal": ["1"], "sort": SORTS}
        values = {}
        for one in fields(cls):
            value = " ".join(query.get(one.name, "")[:LONGEST_QUERY].replace("\x00", "").split())
            if one.name in allowed and value not in allowed[one.name]:
                value = ""
            if one.name == "department" and not (value.isdecimal() and len(value) < 10):
                value = ""
            values[one.name] = value
        return cls(**values)

    def query(self, **changed) -> str:
        """The address's query of this wish with something changed: query(tab="closed")."""
        wish = replace(self, **changed)
        return urlencode({one.name: value for one in fields(wish) if (value := getattr(wish, one.name))})

    @property
    def is_narrowed(self) -> bool:
        return self != Wish(tab=self.tab, sort=self.sort)

    def narrowed(self, rows, town):
        """Only what the filters let through, in any state."""
        if self.department:
            rows = rows.filter(department=int(self.department))
        if self.source:
            rows = rows.filter(source=self.source)
        if self.personal:
            rows = rows.filter(is_personal=True)
        if words := folded(self.where).split()[:8]:
            places = CommunityPage.objects.filter(municipality=town)
            for word in words:
                places = places.filter(search_text__contains=word)
            found = list(places.values_list("pk", flat=True)[: PLACES + 1])
            rows = rows.filter(community__in=found if len(found) <= PLACES else places.values("pk"))
        if self.q:
            rows = rows.matching(self.q)
        return rows


def of_tab(rows, tab: str, town, now: datetime):
    """The rows that a tab shows, in the order of an index, by which they are counted, too."""
    if tab == "closed":
        return rows.closed().order_by("-closed_at", "-pk")
    rows = rows.order_by("due_at", "pk")
    if tab == "overdue":
        return rows.overdue(now)
    if tab == "today":
        return rows.open().filter(due_at__gt=now, due_at__lt=day_end(town, now, 0))
    if tab == "soon":
        return rows.open().filter(due_at__gt=now, due_at__lt=day_end(town, now, SOON_DAYS))
    if tab == "check":
        return rows.filter(state=AssignmentState.REPORTED)
    if tab == "asked":
        waiting = ExtensionRequest.objects.filter(outcome=RequestOutcome.WAITING, assignment__municipality=town)
        return rows.open().filter(pk__in=waiting.values("assignment"))
    return rows.open()


def capped(rows) -> int:
    """How many, at most CAP + 1."""
    return rows[: CAP + 1].count()


def counts(rows, town, now: datetime) -> dict[str, int]:
    """How many each tab shows."""
    return {tab: capped(of_tab(rows, tab, town, now)) for tab in TABS}


def look_through(rows) -> tuple:
    """Rows that words narrow, and how many they are, at most CAP + 1, with the words looked for once.

    No index knows words: each row is read. What is rare is kept by its keys, what is not is met soon on any page.
    """
    keys = list(rows.order_by().values_list("pk", flat=True)[: CAP + 1])
    return (rows.model.objects.filter(pk__in=keys) if len(keys) <= CAP else rows), len(keys)


# --- pages by the last row of the one before


def _order(wish: Wish) -> tuple[str, bool]:
    """The field to sort by, and whether from the last to the first."""
    if wish.tab == "closed":
        return "closed_at", True
    if wish.sort == "new":
        return "number", True
    return "due_at", wish.sort == "late"


def _mark(row, field: str) -> str:
    value = getattr(row, field)
    return f"{value.astimezone(UTC):%Y%m%dT%H%M%S.%f}_{row.pk}" if isinstance(value, datetime) else f"{value}_{row.pk}"


def _read(mark: str, field: str):
    """The value and the key a mark holds, or None when it is not one of ours."""
    value, _sign, pk = mark.partition("_")
    if not (pk.isdecimal() and len(pk) < 19):
        return None
    if field == "number":
        return (int(value), int(pk)) if value.isdecimal() and len(value) < 10 else None
    try:
        return datetime.strptime(value, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC), int(pk)
    except ValueError:
        return None


@dataclass
class Page:
    """Rows, and the marks that lead to the pages around them."""

    rows: list[Assignment]
    before: str = ""
    after: str = ""


def page_of(wish: Wish, rows, query, size: int = PER_PAGE) -> Page:
    """One page of rows: the first, or the one that `after` or `before` in the address leads to."""
    field, is_down = _order(wish)
    backwards = bool(query.get("before")) and not query.get("after")
    mark = _read(query.get("before" if backwards else "after", ""), field)
    up = is_down == backwards
    signs = ("", "gt") if up else ("-", "lt")
    if mark is not None:
        value, pk = mark
        # In this form both databases walk along the index.
        rows = rows.filter(Q(**{f"{field}__{signs[1]}e": value})).exclude(
            Q(**{field: value}) & Q(**{"pk__lte" if up else "pk__gte": pk})
        )
    found = list(rows.order_by(f"{signs[0]}{field}", f"{signs[0]}pk")[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Page([])
    has_before = more if backwards else mark is not None
    has_after = mark is not None if backwards else more
    return Page(found, _mark(found[0], field) if has_before else "", _mark(found[-1], field) if has_after else "")


# --- load


class Capped(Subquery):
    """How many rows a query gives for each outer one; it is sliced, so no count is dear."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS capped)"
    output_field = IntegerField()


def load(town, now: datetime) -> list[Department]:
    """Departments that have something open, the latest first, by one query.

    Each has `open`, `late`, `soon` (ends within three days) and `checked` (a report waits), at most CAP + 1.
    """
    mine = Assignment.objects.filter(department=OuterRef("pk")).order_by("due_at", "pk")

    def count(rows):
        return Capped(rows.values("pk")[: CAP + 1])

    departments = Department.objects.within(town).annotate(
        open=count(mine.open()),
        late=count(mine.overdue(now)),
        soon=count(mine.open().filter(due_at__gt=now, due_at__lt=day_end(town, now, SOON_DAYS))),
        checked=count(mine.filter(state=AssignmentState.REPORTED)),
    )
    busy = [department for department in departments if department.open]
    return sorted(busy, key=lambda department: (-department.late, -department.open, department.name))
