"""Assignments, and initiatives by stage."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assignments.models import OPEN, Assignment, AssignmentState
from figures.definitions.figure import Counted, Rate
from initiatives.models import Initiative, InitiativeState

S = InitiativeState
DONE_IN_TIME = Q(state=AssignmentState.DONE, reported_at__lte=F("due_at"))


def _issued(condition=None):
    def rows(town, now):
        found = Assignment.objects.within(town)
        return found if condition is None else found.filter(condition(now) if callable(condition) else condition)

    return rows


def _assignments(code, name, definition, rows, **more):
    return Counted(
        code,
        name,
        definition,
        "assignments",
        rows=rows,
        at="issued_at",
        community="community",
        department="department",
        **more,
    )


OF_ASSIGNMENTS = [
    _assignments(
        "assignments",
        _("Assignments given"),
        _("Assignments given in the year after messages, meetings and initiatives."),
        _issued(),
        is_monthly=True,
        may_be_entered=True,
    ),
    _assignments(
        "assignments_done",
        _("Assignments done"),
        _("Those of the assignments given in the year whose report the controller has accepted."),
        _issued(Q(state=AssignmentState.DONE)),
        may_be_entered=True,
    ),
    _assignments(
        "assignments_in_time",
        _("Done in time"),
        _("Those whose accepted report came before the end of the term, with the extensions that were granted."),
        _issued(DONE_IN_TIME),
    ),
    _assignments(
        "assignments_overdue",
        _("Overdue now"),
        _("Assignments given in the year that are not closed though their term is over, also those being checked."),
        _issued(lambda now: Q(state__in=OPEN, due_at__lte=now)),
    ),
    _assignments(
        "assignments_extended",
        _("Terms extended"),
        _("Assignments given in the year whose first term was moved, be it once or several times."),
        _issued(Q(due_at__gt=F("first_due_at"))),
    ),
    Rate(
        "assignments_in_time_share",
        _("Share done in time"),
        _("Assignments done in time out of those that are done or overdue."),
        "assignments",
        part="assignments_in_time",
        whole=("assignments_done", "assignments_overdue"),
    ),
]


def _proposed(condition=None):
    def rows(town, now):
        found = Initiative.objects.within(town).public()
        return found if condition is None else found.filter(condition)

    return rows


def _initiatives(code, name, definition, condition=None, at="published_at", **more):
    return Counted(
        code, name, definition, "initiatives", rows=_proposed(condition), at=at, community="community", **more
    )


def _at_stage(code, name, definition, *states):
    return _initiatives(f"initiatives_{code}", name, definition, Q(state__in=states))


OF_INITIATIVES = [
    _initiatives(
        "initiatives",
        _("Initiatives proposed"),
        _("Initiatives published in the year, whatever became of them."),
        is_headline=True,
        is_monthly=True,
        may_be_entered=True,
    ),
    _initiatives(
        "initiatives_supported",
        _("Initiatives with enough support"),
        _("Initiatives published in the year that gathered the support of as many neighbours as were needed."),
        Q(verified_support_count__gte=F("support_needed")),
    ),
    _at_stage("gathering", _("Stage: support is gathered"),
              _("Initiatives published in the year that are discussed and gather support now."), S.DISCUSSION),
    _at_stage("voting", _("Stage: put to the vote"),
              _("Initiatives published in the year on which neighbours vote now."), S.VOTING),
    _at_stage("considered", _("Stage: at the administration"),
              _("Initiatives published in the year that the administration considers or returned for rework."),
              S.CONSIDERATION, S.REWORK),
    _at_stage("carried_out", _("Stage: approved and in work"),
              _("Initiatives published in the year that are approved or being carried out."), S.APPROVED,
              S.IN_PROGRESS),
    _at_stage("finished", _("Stage: carried out"),
              _("Initiatives published in the year that are carried out by now."), S.DONE),
    _at_stage("closed", _("Stage: not carried out"),
              _("Initiatives published in the year that were declined, withdrawn or put in the archive."),
              S.DECLINED, S.WITHDRAWN, S.ARCHIVED),
    _initiatives(
        "initiatives_done",
        _("Initiatives carried out"),
        _("Initiatives whose work ended in the year by the report on it, whenever they were proposed."),
        Q(state=S.DONE),
        at="completion__completed_on",
        by_day=True,
        is_headline=True,
        may_be_entered=True,
    ),
]  # fmt: skip
