"""What each figure counts, and that its list is the same."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from appeals.models import AppealState
from assignments.models import AssignmentState
from communities.models import CommunityKind
from core import clock
from figures.actions import refresh, refresh_figures
from figures.counting import count_year, median
from figures.definitions import ENTERED, FIGURES, Counted, Place
from figures.models import FigureRefresh, FigureValue, ResponseTime
from figures.showing import Figures
from journal.actions import record
from journal.verbs import Verb
from meetings.models import MeetingKind, MeetingState
from tests.cast import NOON, make_community
from tests.figures.making import HOUR, make_appeal, make_assignment, make_meeting, make_problem
from tests.initiatives.making import make_many

YEAR = NOON.year


def text(place, code, year=YEAR) -> str:
    return Figures.of(place).cell(code, year).text


@pytest.fixture
def tos(town, lenina, mira):
    page = make_community(town, "ТОС «Юбилейный»", slug="tos", kind=CommunityKind.TOS)
    for house in (lenina, mira):
        house.part_of = page
        house.save()
    return page


def test_problems_voiced_and_solved_make_a_share(town, lenina, roads):
    meeting = make_meeting(town, lenina, attendance=51)
    for number in range(16):
        make_problem(meeting, lenina, roads, solved=number < 6, confirmed=number < 2)

    refresh(town)

    whole = Place(town)
    assert [text(whole, code) for code in ("meetings", "participants", "voiced", "solved", "confirmed")] == [
        "1", "51", "16", "6", "2",
    ]  # fmt: skip
    assert text(whole, "solved_share") == "38\u00a0%"
    assert text(Place(town, department=roads), "solved") == "6"


def test_confirmation_changes_the_figures_by_exactly_that(town, lenina, roads):
    appeal = make_problem(make_meeting(town, lenina), lenina, roads, solved=True)
    refresh(town)
    before = count_year(town, YEAR, NOON)

    type(appeal).objects.filter(pk=appeal.pk).update(state=AppealState.CONFIRMED, closed_at=NOON)
    refresh(town)

    after = count_year(town, YEAR, NOON)
    changed = {key.figure for key in after if before.get(key) != after[key]}
    assert changed == {"confirmed"}
    assert text(Place(town), "confirmed") == "1"


def test_an_explanation_or_a_disputed_outcome_is_no_solution(town, lenina, roads):
    meeting = make_meeting(town, lenina)
    make_problem(meeting, lenina, roads)
    disputed = make_problem(meeting, lenina, roads, solved=True)
    type(disputed).objects.filter(pk=disputed.pk).update(state=AppealState.REOPENED)
    said = make_problem(meeting, lenina, roads)
    type(said).objects.filter(pk=said.pk).update(state=AppealState.CONFIRMED, assignment=None, closed_at=NOON)

    refresh(town)

    assert (text(Place(town), "voiced"), text(Place(town), "solved")) == ("3", "0")


def test_a_share_of_few_is_not_shown(town, lenina, roads):
    meeting = make_meeting(town, lenina)
    for _number in range(4):
        make_problem(meeting, lenina, roads, solved=True)

    refresh(town)

    cell = Figures.of(Place(town)).cell("solved_share", YEAR)
    assert cell.known.is_too_small
    assert "4" in cell.text
    assert "%" not in cell.text


def test_only_held_yard_meetings_are_meetings_with_residents(town, lenina):
    make_meeting(town, lenina)
    make_meeting(town, lenina, state=MeetingState.CANCELLED)
    session = {"kind": MeetingKind.SESSION, "official_url": "https://example.org/session/"}
    make_meeting(town, lenina, at=NOON - 3 * HOUR, state=MeetingState.ANNOUNCED, **session)
    make_meeting(town, lenina, at=NOON - timedelta(days=366))

    refresh(town)

    assert text(Place(town), "meetings") == "1"
    assert text(Place(town), "sessions") == "1"
    assert text(Place(town), "meetings", YEAR - 1) == "1"


def test_a_tos_counts_its_houses_and_a_shared_meeting_once(town, lenina, mira, tos, roads):
    meeting = make_meeting(town, lenina, mira, attendance=30)
    make_problem(meeting, lenina, roads)
    make_problem(meeting, mira, roads)

    refresh(town)

    assert [text(Place(town, tos), code) for code in ("meetings", "participants", "voiced")] == ["1", "30", "2"]
    assert [text(Place(town, lenina), code) for code in ("meetings", "participants", "voiced")] == ["1", "30", "1"]


def test_a_year_begins_at_midnight_of_the_town(palana, town):
    # In Palana it is the new year already, in Moscow not yet.
    at = datetime(YEAR - 1, 12, 31, 20, 0, tzinfo=UTC)
    make_appeal(palana, at=at)
    make_appeal(town, at=at)

    refresh(palana)
    refresh(town)

    assert (text(Place(palana), "received"), text(Place(palana), "received", YEAR - 1)) == ("1", "—")
    assert text(Place(town), "received", YEAR - 1) == "1"


def test_answers_are_measured_once_in_working_hours(town, lenina, roads):
    make_appeal(town, lenina, state=AppealState.ANSWERED, answered=2 * HOUR, department=roads)
    late = make_appeal(town, lenina, state=AppealState.ANSWERED, answered=30 * HOUR)
    make_appeal(town, lenina, answer_due=NOON - HOUR)

    refresh(town)
    type(late).objects.filter(pk=late.pk).update(answered_at=NOON + timedelta(days=9))
    refresh(town)

    minutes = dict(ResponseTime.objects.values_list("appeal", "minutes"))
    assert len(minutes) == 2
    assert 0 < minutes[late.pk] < 30 * 60
    kept = FigureValue.objects.filter(municipality=town, community=None, department=None, month=None, year=YEAR)
    counted = dict(kept.values_list("figure", "value"))
    assert (counted["received"], counted["answered"], counted["answered_in_time"]) == (3, 2, 1)
    assert counted["answer_overdue"] == 1


def test_what_is_taken_under_control_has_got_its_first_answer(town, lenina, roads):
    make_appeal(town, lenina, state=AppealState.UNDER_CONTROL, assignment=make_assignment(town, roads, at=NOON + HOUR))

    refresh(town)

    assert ResponseTime.objects.get().answered_at == NOON + HOUR


@pytest.mark.parametrize(("times", "middle"), [({5: 1}, 5), ({1: 2, 9: 1}, 1), ({1: 1, 4: 1}, 2), ({1: 2, 7: 2}, 4)])
def test_median_of_numbers_with_how_often_they_occur(times, middle):
    assert median(times) == middle


def test_assignments_in_time_late_and_extended(town, roads):
    make_assignment(town, roads, at=NOON - timedelta(days=30), state=AssignmentState.DONE)
    make_assignment(town, roads, at=NOON - timedelta(days=30))
    make_assignment(town, roads, at=NOON - timedelta(days=30), due_at=NOON + timedelta(days=5))

    refresh(town)

    codes = ("assignments", "assignments_done", "assignments_in_time", "assignments_overdue", "assignments_extended")
    assert [text(Place(town, department=roads), code) for code in codes] == ["3", "1", "1", "1", "1"]


def a_random_town(town, houses, departments, *, seed):
    """Things of three years, at random."""
    chance = random.Random(seed)
    for _number in range(40):
        at = NOON - timedelta(days=chance.randrange(900), hours=chance.randrange(24))
        house, department = chance.choice([None, *houses]), chance.choice(departments)
        meeting = make_meeting(
            town, *chance.sample(houses, chance.randrange(3)), at=at, attendance=chance.randrange(90)
        )
        make_problem(meeting, house, department, solved=chance.random() < 0.5, is_public=chance.random() < 0.8)
        answered = chance.choice([None, HOUR, 40 * HOUR])
        state = AppealState.ANSWERED if answered else AppealState.NEW
        make_appeal(town, house, at=at, state=state, answered=answered, department=chance.choice([None, department]))
    for house in houses:
        make_many(3, house, verified_support_count=0)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_figure_equals_its_list_for_every_place_and_year(town, lenina, mira, tos, roads, seed):
    a_random_town(town, [lenina, mira], [roads], seed=seed)
    refresh(town)
    places = [Place(town), Place(town, lenina), Place(town, mira), Place(town, tos), Place(town, department=roads)]
    compared = 0

    for place in places:
        figures = Figures.of(place)
        for figure in FIGURES.values():
            if not isinstance(figure, Counted) or not figure.applies_to(place):
                continue
            for year in figures.counted_years:
                rows = figure.of(place, year, NOON).order_by()
                total = sum(value or 0 for value in rows.values_list(figure.value, flat=True)) if figure.value else 0
                shown = figures.known(figure.code, year).value
                assert shown == (total if figure.value else rows.count()), (figure.code, place, year)
                if figure.is_monthly:
                    months = figures.months(year)
                    assert sum(months.get((figure.code, month), 0) for month in range(1, 13)) == shown
                compared += shown > 0
    assert compared > 60


def test_counting_asks_as_much_of_a_large_town(town, lenina, mira, roads):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            count_year(town, YEAR, NOON)
        return len(queries)

    make_problem(make_meeting(town, lenina), lenina, roads, solved=True)
    few = asked()
    a_random_town(town, [lenina, mira], [roads], seed=5)

    assert asked() == few


def test_figures_of_one_town_hold_nothing_of_another(town, palana, lenina, roads):
    make_problem(make_meeting(town, lenina), lenina, roads, solved=True)

    refresh(town)
    refresh(palana)

    assert FigureValue.objects.filter(municipality=palana).exclude(figure="communities").count() == 0


def test_the_worker_counts_only_where_something_has_happened(town, lenina, pavel):
    assert refresh_figures() == 1
    assert refresh_figures() == 0

    record(Verb.COMMENTED, lenina, by=pavel, municipality=town)

    assert refresh_figures() == 1
    assert refresh_figures() == 0


def test_terms_run_out_without_an_event(town):
    refresh_figures()

    with clock.set_to(NOON + timedelta(minutes=11)):
        assert refresh_figures() == 1
    assert FigureRefresh.objects.get().at == NOON + timedelta(minutes=11)


def test_a_town_that_another_worker_counts_is_left_alone(town):
    FigureRefresh.objects.create(municipality=town, claimed_until=NOON + timedelta(minutes=1))

    assert refresh_figures() == 0


def test_what_is_no_more_leaves_the_figures(town, lenina):
    appeal = make_appeal(town, lenina)
    refresh(town)

    appeal.delete()
    refresh(town)

    assert text(Place(town), "received") == "0"
    assert not FigureValue.objects.filter(figure="received").exists()


def test_every_figure_has_its_words_once():
    assert len({str(figure.name) for figure in FIGURES.values()}) == len(FIGURES)
    assert all(len(str(figure.definition)) > 20 for figure in FIGURES.values())
    assert {"meetings", "participants", "voiced", "solved"} <= set(ENTERED)
