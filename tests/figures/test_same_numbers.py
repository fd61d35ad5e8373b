"""One world, and the same numbers on every page that tells of it."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from appeals.models import AppealSource, AppealState
from assignments.models import AssignmentState
from figures.actions import refresh
from figures.definitions import FIGURES, Place
from figures.models import YearTotal
from figures.reports.content import meeting_rows
from meetings.models import Fate, MeetingKind, MeetingState, Problem
from tests.cast import NOON
from tests.figures.making import HOUR, make_appeal, make_assignment, make_meeting

HOST = {"host": "localhost"}
YEAR = NOON.year
S, A = AppealState, AssignmentState
AGO = NOON - timedelta(days=20)
# Each problem by the state of its message and of its assignment.
WORLD = {
    Fate.SOLVED: [(S.DONE, A.DONE), (S.CONFIRMED, A.DONE), (S.CONFIRMED, A.DONE)],
    # Explained on the spot, and explained when a promise was given up: a silent week solves neither.
    Fate.ANSWERED: [(S.ANSWERED, None), (S.CONFIRMED, None), (S.CONFIRMED, A.CANCELLED)],
    Fate.IN_WORK: [(S.UNDER_CONTROL, A.ISSUED), (S.REOPENED, A.RETURNED)],
    Fate.WAITING: [(S.NEW, None), (S.REOPENED, A.CANCELLED), (S.REOPENED, None)],
}
ALL = sum(map(len, WORLD.values()))


def voice(meeting, community, department, state, work):
    town, why = meeting.municipality, {"closing_note": "Двор передан"} if work == A.CANCELLED else {}
    assignment = make_assignment(town, department, at=AGO, state=work, **why) if work else None
    appeal = make_appeal(town, community, at=AGO, state=state, source=AppealSource.MEETING, assignment=assignment)
    return Problem.objects.create(meeting=meeting, appeal=appeal, client_id=uuid.uuid4(), recorded_at=AGO)


@pytest.fixture
def said(town, lenina, mira, roads):
    """A yard meeting with problems of every fate, a meeting of a house with one, and one whose report is not made."""
    yard = make_meeting(town, lenina, at=AGO, attendance=51)
    house = make_meeting(town, mira, at=AGO, attendance=9, kind=MeetingKind.HOUSE, title="Собрание дома")
    open_ = make_meeting(town, lenina, at=AGO, state=MeetingState.ANNOUNCED, title="Без отчёта")
    for fate, rows in WORLD.items():
        for state, work in rows:
            assert voice(yard, lenina, roads, state, work).fate == fate
    voice(house, mira, roads, S.DONE, A.DONE)
    voice(open_, lenina, roads, S.DONE, A.DONE)
    refresh(town)
    return yard


def context(client, address):
    return client.get(address, headers=HOST).context


def test_every_page_tells_the_same_of_a_meeting(client, said, lenina):
    of_page = said.problems.fates()
    rows = [
        *context(client, "/meetings/")["past"](),
        *context(client, f"/meetings/past/?year={YEAR}")["page"],
        *context(client, f"/communities/{lenina.slug}/meetings/")["page"],
    ]
    in_lists = {(row.voiced, row.solved) for row in rows if row.pk == said.pk}
    (in_report,) = meeting_rows([said])

    assert {fate: of_page[fate] for fate in WORLD} == {fate: len(rows) for fate, rows in WORLD.items()}
    assert in_lists == {(ALL, 3)} == {(of_page["voiced"], of_page[Fate.SOLVED])}
    assert (in_report.voiced, in_report.solved) == (ALL, 3)


def test_every_page_tells_the_same_of_a_year(client, town, said):
    codes = ("meetings", "participants", "voiced", "solved")
    listed = [context(client, f"/figures/list/{code}/?year={YEAR}")["total"] for code in codes]
    lines = {line.figure.code: line.cell.text for line in context(client, f"/figures/?year={YEAR}")["headlines"]}
    pages = [client.get(address, headers=HOST).content.decode() for address in ("/meetings/", "/meetings/past/")]

    # A house meeting is none with residents in a yard, but what was voiced there was voiced.
    assert listed == ["1", "51", str(ALL + 1), "4"]
    assert [lines[code] for code in codes] == listed
    for page in pages:
        for code, value in zip(codes, listed, strict=True):
            assert f'href="{reverse("figures:list", args=[code])}?year={YEAR}"><b>{value}</b>' in page


def test_an_entered_total_of_a_year_stands_at_its_meetings(client, town, lenina, said):
    make_meeting(town, lenina, at=AGO - timedelta(days=366))
    refresh(town)
    YearTotal.objects.create(municipality=town, year=YEAR - 1, figure="meetings", value=49, source="отчёт главы")

    page = client.get(f"/meetings/past/?year={YEAR - 1}", headers=HOST).content.decode()

    assert "<b>49</b>" in page and "внесено вручную" in page


def test_what_is_sent_late_belongs_to_the_year_of_its_meeting(town, lenina, roads):
    """A phone found its signal on the second of January."""
    new_year = NOON.replace(year=YEAR, month=1, day=2)
    meeting = make_meeting(town, lenina, at=new_year - timedelta(days=5))
    problem = voice(meeting, lenina, roads, S.NEW, None)
    type(problem.appeal).objects.filter(pk=problem.appeal_id).update(created_at=new_year)

    of_years = [FIGURES["voiced"].of(Place(town), year, NOON).count() for year in (YEAR - 1, YEAR)]

    assert of_years == [1, 0]


@pytest.mark.parametrize(
    ("code", "kind"),
    [("receptions", MeetingKind.RECEPTION), ("hearings", MeetingKind.HEARING), ("sessions", MeetingKind.SESSION)],
)
def test_events_of_the_law_count_when_their_day_is_over(town, lenina, code, kind):
    """No report of them is made here: they were announced, and nobody called them off."""
    terms = {"kind": kind, "official_url": "https://example.org/"}
    past = make_meeting(town, state=MeetingState.ANNOUNCED, at=NOON - 2 * HOUR, **terms)
    moved = make_meeting(town, state=MeetingState.MOVED, at=NOON - timedelta(days=3), **terms)
    make_meeting(town, state=MeetingState.ANNOUNCED, at=NOON, **terms)
    make_meeting(town, state=MeetingState.CANCELLED, at=NOON - timedelta(days=3), **terms)
    planned = make_meeting(town, state=MeetingState.ANNOUNCED, at=NOON - timedelta(days=3), **terms)
    type(planned).objects.filter(pk=planned.pk).update(state=MeetingState.PLANNED, announced_at=None)

    assert set(FIGURES[code].of(Place(town), YEAR, NOON)) == {past, moved}
