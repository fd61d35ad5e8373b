"""A hundred thousand open assignments: every list walks along an index, whatever it is asked for."""

import re
from datetime import timedelta

import pytest
from django.db import connection

from assignments import queue
from assignments.models import Assignment
from home.demo.scale_assignments import fill
from tests.cast import NOON

MANY = 100_000
WALKS = [
    {},
    {"tab": "overdue"},
    {"tab": "today"},
    {"tab": "soon"},
    {"tab": "check"},
    {"tab": "closed"},
    {"sort": "late"},
    {"sort": "new"},
    {"source": "meeting"},
    {"personal": "1"},
    {"department": True},
    {"department": True, "tab": "overdue"},
    {"where": "ленина 1"},
]


@pytest.fixture
def crowd(town, roads, lenina, mira):
    fill(town, MANY, communities=[lenina, mira], now=NOON)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return roads


def is_walk(words: str) -> bool:
    """No whole table is read and no rows are sorted but those of a page."""
    if connection.vendor == "sqlite":
        table = "assignments_assignment"
        return not re.search(rf"SCAN {table}(?! USING)", words) and "TEMP B-TREE FOR ORDER BY" not in words
    return "Seq Scan on assignments_assignment" not in words


def test_every_list_of_a_hundred_thousand_walks_along_an_index(crowd, town, lenina):
    wrong = {}
    for asked in WALKS:
        values = {**asked, **({"department": str(crowd.pk)} if "department" in asked else {})}
        wish = queue.Wish(**values)
        rows = wish.narrowed(Assignment.objects.within(town), town)
        shown = queue.of_tab(rows, wish.tab, town, NOON)
        order, sign = queue._order(wish)
        dash = "-" if sign else ""
        words = shown.order_by(f"{dash}{order}", f"{dash}pk")[: queue.PER_PAGE].explain()
        if not is_walk(words):
            wrong[str(asked)] = words

    deep = list(Assignment.objects.within(town).open().order_by("due_at", "pk")[50_000:50_001])[0]
    page = queue.page_of(queue.Wish(), Assignment.objects.within(town).open(), {"after": queue._mark(deep, "due_at")})
    counted = queue.counts(Assignment.objects.within(town), town, NOON)
    loads = queue.load(town, NOON)

    assert wrong == {}
    assert len(page.rows) == queue.PER_PAGE
    assert counted[""] == counted["overdue"] == queue.CAP + 1
    assert max(department.open for department in loads) == queue.CAP + 1
    assert Assignment.objects.within(town).open().filter(due_at__lte=NOON + timedelta(days=1)).exists()
