"""Departments side by side, in the order of the alphabet: no table of winners, and nothing made of a few messages."""

from dataclasses import dataclass

from figures.definitions import FIGURES, Place
from figures.models import FigureValue
from figures.showing import Figures, Line
from municipalities.models import Department

CODES = ("received", "answered_in_time_share", "response_time", "assignments", "assignments_in_time_share",
         "assignments_overdue")  # fmt: skip


@dataclass
class Office:
    department: Department
    lines: list[Line]


def offices(town, year: int) -> list[Office]:
    """The departments that had something to do in a year."""
    rows = FigureValue.objects.filter(municipality=town, department__isnull=False, year=year, month=None)
    kept = {}
    for row in rows:
        kept.setdefault(row.department_id, {})[row.year, row.figure] = row
    departments = Department.objects.within(town).filter(pk__in=kept).order_by("name")
    found = []
    for department in departments:
        figures = Figures(Place(town, department=department), kept[department.pk])
        found.append(Office(department, [Line(FIGURES[code], [figures.cell(code, year)]) for code in CODES]))
    return found
