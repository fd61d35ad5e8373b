"""One list by urgency of what awaits an answer: messages, and questions asked in the feed.

Two tables cannot be sorted by one index. Of each the first keys are read by its own index, as many as lie before the
end of the page, and merged; then the things of one page are fetched. So a page costs the same whatever the town has.
"""

from dataclasses import dataclass
from datetime import datetime, time
from heapq import merge
from itertools import islice

from django.core.paginator import Paginator
from django.db.models import F, Q

from appeals.desk.wish import TABS, Wish
from appeals.models import Appeal, AppealState
from appeals.models.states import IS_WAITING
from assignments.models import Assignment
from feed.models import Post, PostKind

PER_PAGE = 25
# A list is shown and counted so far; sorted by urgency, what is beyond is found by narrowing.
MOST = 1000
CONTROLLED = (AppealState.UNDER_CONTROL, AppealState.IN_PROGRESS)


@dataclass(frozen=True)
class Line:
    """One line of the desk: a message or a question, and the moment it is sorted by."""

    at: datetime
    appeal: Appeal | None = None
    post: Post | None = None


def _narrowed_appeals(wish: Wish, path=""):
    """The filters of the wish for messages; `path` leads to the message from another model."""
    found = Q()
    if wish.what == "violation":
        found &= Q(**{f"{path}category__is_violation": True})
    elif wish.what == "official":
        found &= Q(**{f"{path}is_statutory": True})
    if wish.department:
        found &= Q(**{f"{path}department": wish.department})
    elif wish.whose == "mine":
        # What nobody was given yet is everybody's: it cannot get lost between two departments.
        found &= Q(**{f"{path}department__in": wish.mine}) | Q(**{f"{path}department": None})
    if wish.category:
        found &= Q(**{f"{path}category__public_id": wish.category})
    if wish.query.isdecimal() and len(wish.query) < 10:
        found &= Q(**{f"{path}number": int(wish.query)})
    else:
        for word in wish.query_words:
            found &= Q(**{f"{path}search_text__contains": word})
    for word in wish.where_words:
        found &= Q(**{f"{path}community__search_text__contains": word}) | Q(**{f"{path}search_text__contains": word})
    return found


def _all_appeals(wish: Wish):
    return Appeal.objects.within(wish.municipality).filter(_narrowed_appeals(wish))


def _late_appeals(wish: Wish, now):
    """Where the promise to the author is over, and where only the term of the law is: no message is in both."""
    promised = Q(IS_WAITING, answer_due__lte=now)
    by_law = Q(statutory_due__lt=wish.municipality.today(now))
    return _all_appeals(wish).filter(promised), _all_appeals(wish).under_law().filter(by_law & ~promised)


def appeals_of(wish: Wish, now, tab=""):
    """Messages of a tab, without order."""
    rows = _all_appeals(wish)
    tab = tab or wish.tab
    if tab == "overdue":
        promised, by_law = _late_appeals(wish, now)
        return promised | by_law
    if tab == "clarifying":
        return rows.filter(state=AppealState.CLARIFYING)
    if tab == "control":
        return rows.filter(state__in=CONTROLLED)
    if tab == "disputed":
        return rows.filter(state=AppealState.REOPENED)
    return rows if tab == "all" else rows.filter(IS_WAITING)


def posts_of(wish: Wish, user, now, tab=""):
    """Questions of the feed in a tab, without order; None where a tab has none."""
    tab = tab or wish.tab
    if tab not in ("waiting", "overdue", "all") or wish.what not in ("", "question"):
        return None
    if wish.department or wish.category or tab == "all" and wish.what != "question":
        return None
    # What became a message is on the list as that.
    rows = Post.objects.within(wish.municipality).visible_to(user).filter(appeal=None)
    rows = rows.filter(kind=PostKind.QUESTION) if tab == "all" else rows.awaiting_answer()
    if tab == "overdue":
        rows = rows.filter(answer_due__lte=now)
    for word in wish.query_words:
        rows = rows.filter(search_text__contains=word)
    for word in wish.where_words:
        rows = rows.filter(Q(community__search_text__contains=word) | Q(search_text__contains=word))
    return rows


def _sources(wish, user, now) -> list[tuple[str, object]]:
    """(kind, moments and keys) of what the tab shows, each in the order of the tab."""
    messages, questions = None, posts_of(wish, user, now)
    if wish.what != "question":
        messages = appeals_of(wish, now)
    if wish.tab == "overdue" and messages is not None:
        promised, by_law = _late_appeals(wish, now)
        pairs = [
            ("appeal", promised, "answer_due"),
            ("appeal", by_law, "statutory_due"),
            ("post", questions, "answer_due"),
        ]
    elif wish.tab == "all":
        pairs = [("appeal", messages, "-created_at"), ("post", questions, "-created_at")]
    elif wish.tab == "control" and messages is not None:
        # By the date of the promise, which the assignment holds.
        promised = (
            Assignment.objects.within(wish.municipality)
            .open()
            .filter(_narrowed_appeals(wish, "appeal__"), appeal__state__in=CONTROLLED)
        )
        return [("appeal", promised.order_by("due_at", "pk").values_list("due_at", "appeal__pk"))]
    else:
        order = "state_changed_at" if wish.tab == "clarifying" else "answer_due"
        pairs = [("appeal", messages, order), ("post", questions, order)]
    return [
        (kind, rows.order_by(order, f"{'-' if order[0] == '-' else ''}pk").values_list(order.lstrip("-"), "pk"))
        for kind, rows, order in pairs
        if rows is not None
    ]


def _lines(keys) -> list[Line]:
    """The things of one page, in the order of their keys."""
    wanted = {name: [pk for _at, pk, kind in keys if kind == name] for name in ("appeal", "post")}
    # Of a community its name alone: a page of the tree is the dearest part of a line.
    cards = Appeal.objects.select_related("category", "department", "assignment__executor")
    appeals = cards.annotate(house=F("community__title")).in_bulk(wanted["appeal"]) if wanted["appeal"] else {}
    posts = Post.objects.select_related("community").in_bulk(wanted["post"]) if wanted["post"] else {}
    return [
        Line(at, **{kind: (appeals if kind == "appeal" else posts).get(pk)})
        for at, pk, kind in keys
        if pk in (appeals if kind == "appeal" else posts)
    ]


class DeskPaginator(Paginator):
    """Pages over the merged sources."""

    def __init__(self, sources, total, newest_first, zone):
        super().__init__(None, PER_PAGE)
        self.sources, self.newest_first, self.zone = sources, newest_first, zone
        self.count = total

    def page(self, number):
        number = self.validate_number(number)
        start, stop = (number - 1) * PER_PAGE, number * PER_PAGE
        streams = ([(self._moment(at), pk, kind) for at, pk in rows[:stop]] for kind, rows in self.sources)
        keys = islice(merge(*streams, key=lambda key: key[0], reverse=self.newest_first), start, stop)
        return self._get_page(_lines(list(keys)), number, self)

    def _moment(self, at):
        """A term of the law ends with its day."""
        return at if isinstance(at, datetime) else datetime.combine(at, time.max, self.zone)

    # Django's is a cached property that counts a list.
    count = 0


def counted(*sources) -> int:
    """How many rows there are in all, none counted beyond MOST."""
    total = 0
    for rows in sources:
        # What does not change the answer is not counted.
        if rows is not None and total <= MOST:
            total += rows.order_by()[: MOST + 1 - total].count()
    return total


def counts_of(wish: Wish, user, now) -> dict[str, int]:
    """How many lines each tab has; of "all" only when it is open."""
    counts = {}
    for tab in TABS:
        if tab == "all" and wish.tab != "all":
            continue
        messages = []
        if wish.what != "question":
            # Counted apart, for each lateness has an index of its own.
            messages = _late_appeals(wish, now) if tab == "overdue" else [appeals_of(wish, now, tab)]
        counts[tab] = counted(*messages, posts_of(wish, user, now, tab))
    return counts


def page_of(wish: Wish, user, now, number, counts):
    total = min(counts[wish.tab], MOST)
    sources = _sources(wish, user, now)
    return DeskPaginator(sources, total, wish.tab == "all", wish.municipality.tz).get_page(number)
