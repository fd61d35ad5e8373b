"""Officials at the same moment, on real connections. SQLite lets one writer in at a time and would hide every race."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from assignments import actions
from assignments.models import Assignment, ExecutionReport, ReportOutcome
from journal.models import Event
from journal.verbs import Verb
from tests.assignments.conftest import DAY, DUE, S
from tests.races import at_once

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs PostgreSQL"),
]
HANDS = 8


def refusals(answers) -> int:
    return sum(isinstance(answer, ValidationError | IntegrityError) for answer in answers)


def test_every_assignment_gets_a_number_of_its_own(give):
    answers = at_once([give] * HANDS)

    assert sorted(answer.number for answer in answers) == list(range(1, HANDS + 1))
    assert connection.vendor == "postgresql"


def test_one_of_many_reports_waits(at, gleb):
    assignment = at(S.IN_PROGRESS)

    answers = at_once([lambda: actions.report(assignment, by=gleb, text="Готово.")] * HANDS)

    assert refusals(answers) == HANDS - 1
    assert ExecutionReport.objects.filter(outcome=ReportOutcome.WAITING).count() == 1


def test_a_report_is_accepted_or_returned_but_not_both(at, nina, head):
    assignment = at(S.REPORTED)

    answers = at_once(
        [
            lambda: actions.close(assignment, by=nina),
            lambda: actions.send_back(assignment, by=head, note="Нет снимка."),
        ]
    )

    state = Assignment.objects.get().state
    done = Event.objects.about(assignment).filter(verb=Verb.ASSIGNMENT_DONE).count()
    returned = Event.objects.about(assignment).filter(verb=Verb.ASSIGNMENT_RETURNED).count()
    assert refusals(answers) == 1
    assert (state, done, returned) in {(S.DONE, 1, 0), (S.RETURNED, 0, 1)}


def test_a_term_asked_for_is_given_once(give, gleb, nina, head):
    assignment = give()
    request = actions.ask_extension(assignment, by=gleb, due_at=DUE + DAY, reason="Дожди.")

    answers = at_once(
        [
            lambda: actions.grant_extension(request, by=nina),
            lambda: actions.refuse_extension(request, by=head, note="Дождей нет."),
        ]
    )

    assert refusals(answers) == 1
    assert assignment.extensions.count() in (0, 1)
    request.refresh_from_db()
    assert (request.outcome == "granted") == (assignment.extensions.count() == 1)
