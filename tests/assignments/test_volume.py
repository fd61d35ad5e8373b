"""A hundred thousand open assignments: every list walks along an index, whatever it is asked for."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assignments import queue
from assignments.models import Assignment
from core import clock
from home.demo.scale_assignments import fill
from tests.cast import NOON, make_community

HOST = {"host": "localhost"}
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
    {"where": "двор"},
    {"where": "двор", "tab": "overdue"},
    {"where": "двор", "tab": "closed"},
]


@pytest.fixture
def crowd(town, roads, lenina, mira, monkeypatch):
    monkeypatch.setattr(queue, "PLACES", 10)
    yards = [make_community(town, f"двор {number}", slug=f"yard-{number}") for number in range(queue.PLACES + 5)]
    fill(town, MANY, communities=[lenina, mira, *yards], now=NOON)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return roads


def is_walk(words: str) -> bool:
    """No whole table is read and no rows are sorted but those of a page."""
    if connection.vendor == "sqlite":
        # ANY(column): all that an index holds of every town.
        return not re.search(r"SCAN assignments_assignment(?! USING)|TEMP B-TREE FOR ORDER BY|ANY\(", words)
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
        # Those who ask for time are few, and are found by their requests.
        for tab in [tab for tab in queue.TABS if tab != "asked"]:
            words = queue.of_tab(rows, tab, town, NOON).values("pk")[: queue.CAP + 1].explain()
            if not is_walk(words):
                wrong[f"{asked}, count of {tab}"] = words

    deep = list(Assignment.objects.within(town).open().order_by("due_at", "pk")[50_000:50_001])[0]
    page = queue.page_of(queue.Wish(), Assignment.objects.within(town).open(), {"after": queue._mark(deep, "due_at")})
    counted = queue.counts(Assignment.objects.within(town), town, NOON)
    loads = queue.load(town, NOON)

    assert wrong == {}
    assert len(page.rows) == queue.PER_PAGE
    assert counted[""] == counted["overdue"] == queue.CAP + 1
    assert max(department.open for department in loads) == queue.CAP + 1
    assert Assignment.objects.within(town).open().filter(due_at__lte=NOON + timedelta(days=1)).exists()


# Rare and missing words are looked for in every row, but once; frequent ones until a page is full.
WORDS = {
    ("поручение 998", ""): (1, 1),
    ("нетакогослова", ""): (1, 0),
    ("нетакогослова", "closed"): (1, 0),
    ("поручение", ""): (2, queue.PER_PAGE),
    ("поручение", "overdue"): (2, queue.PER_PAGE),
}


def test_words_are_looked_for_once(town, roads, lenina, client, nina, monkeypatch):
    monkeypatch.setattr(queue, "CAP", 100)
    fill(town, 1000, communities=[lenina], now=NOON)
    client.force_login(nina)
    seen, counted = {}, set()
    for words, tab in WORDS:
        with clock.set_to(NOON), CaptureQueriesContext(connection) as asked:
            page = client.get(reverse("assignments:control"), {"q": words, "tab": tab}, headers=HOST)
        looks = ["search_text" in query["sql"].partition(" WHERE ")[2] for query in asked]
        seen[words, tab] = (looks.count(True), len(page.context["page"].rows))
        counted.add(tuple(one["label"] for one in page.context["tabs"] if one["count"] != ""))

    assert seen == WORDS
    assert {len(labels) for labels in counted} == {1}
