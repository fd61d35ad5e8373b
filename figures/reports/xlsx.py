"""The report as a spreadsheet: every row of the year, written in a stream, so that memory does not grow with them."""

import tempfile

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from assignments.models import Assignment
from figures.definitions import FIGURES, Counted
from figures.reports.content import (
    Content,
    address_of,
    in_chunks,
    meeting_columns,
    meeting_rows,
    place_of,
    problems_of,
)
from figures.showing import Figures

WIDTHS = {0: 14, 1: 44}
OTHER_WIDTH = 20


def total_rows(report, now) -> int:
    """How many rows will be read, for the progress."""
    place = place_of(report)
    counts = (FIGURES[code].of(place, report.year, now).count() for code in ("meetings", "assignments", "initiatives"))
    return problems_of(place, report.year, now).count() + sum(counts)


def write(content: Content, now, read) -> tempfile.SpooledTemporaryFile:
    """The workbook as an open temporary file. `read(count)` is told of rows as they are read."""
    workbook = Workbook(write_only=True)
    report, place = content.report, place_of(content.report)
    _figures(workbook, content)
    _meetings(workbook, FIGURES["meetings"].of(place, report.year, now), read)
    _messages(workbook, place, report.year, now, read)
    _assignments(workbook, FIGURES["assignments"].of(place, report.year, now), read)
    _initiatives(workbook, FIGURES["initiatives"].of(place, report.year, now), read)
    out = tempfile.SpooledTemporaryFile(max_size=2**20)
    workbook.save(out)
    out.seek(0)
    return out


def _sheet(workbook, title, head):
    sheet = workbook.create_sheet(str(title)[:31])
    sheet.freeze_panes = "A2"
    for number in range(len(head)):
        sheet.column_dimensions[get_column_letter(number + 1)].width = WIDTHS.get(number, OTHER_WIDTH)
    sheet.append([_text(sheet, words, bold=True) for words in head])
    return sheet


def _text(sheet, words, *, bold=False) -> WriteOnlyCell:
    """A cell of text: nothing that people wrote becomes a formula."""
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", str(words)))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _append(sheet, row) -> None:
    sheet.append([value if isinstance(value, int | float) or value is None else _text(sheet, value) for value in row])


def _day(moment):
    return f"{localtime(moment):%d.%m.%Y}" if moment else ""


def _figures(workbook, content) -> None:
    """Numbers as numbers: shares in percent, times in working minutes, labour in hours."""
    report = content.report
    figures = Figures.of(place_of(report))
    years = sorted(content.years)
    sheet = _sheet(
        workbook, _("Figures"), [_("Figure"), _("What counts"), *map(str, years), _("Unit"), _("Entered by hand")]
    )
    for _title, lines in content.groups:
        for line in lines:
            known = [figures.known(line.figure.code, year) for year in years]
            sources = {one.source for one in known if one.source}
            values = [_number(line.figure, one) for one in known]
            _append(
                sheet,
                [line.figure.name, line.figure.definition, *values, _unit(line.figure), "; ".join(sorted(sources))],
            )


def _number(figure, known):
    if known.is_too_small:
        return _("too few data")
    if known.value is None:
        return None
    if figure.unit == "percent":
        return round(100 * known.value / known.whole, 1)
    return known.value / figure.parts if isinstance(figure, Counted) and figure.parts > 1 else known.value


def _unit(figure) -> str:
    return {
        "percent": "%",
        "minutes": _("working minutes"),
        "roubles": "₽",
        "hours": _("hours"),
        "people": _("people"),
    }.get(figure.unit, "")


def _meetings(workbook, rows, read) -> None:
    date, *others = meeting_columns()
    head = [date, _("Meeting"), *others]
    sheet = _sheet(workbook, _("Meetings"), head)
    piece = []
    for meeting in in_chunks(rows, read):
        piece.append(meeting)
        if len(piece) == 100:
            _append_meetings(sheet, piece)
            piece = []
    _append_meetings(sheet, piece)


def _append_meetings(sheet, meetings) -> None:
    for row in meeting_rows(meetings):
        _append(sheet, [row.day, row.title, row.place, row.attendance, row.voiced, row.solved])


def _messages(workbook, place, year, now, read) -> None:
    """Of private messages nothing but that there was one, and what came of it. Of no message who sent it."""
    head = [
        "№",
        _("Message"),
        _("Address"),
        pgettext("column", "Received"),
        pgettext("column", "Door"),
        _("Category"),
        _("Department"),
        pgettext("column", "State"),
        _("First answer, working minutes"),
        pgettext("column", "In time"),
        pgettext("column", "Solved on"),
    ]
    sheet = _sheet(workbook, _("Problems and messages"), head)
    rows = problems_of(place, year, now).select_related(
        "community", "category", "department", "assignment", "response_time"
    )
    for appeal in in_chunks(rows.defer("text", "search_text"), read):
        response = getattr(appeal, "response_time", None)
        solved = appeal.assignment and appeal.assignment.state == "done" and appeal.state in ("done", "confirmed")
        public = appeal.is_public
        _append(
            sheet,
            [
                appeal.number if public else "",
                appeal.title if public else _("A private message"),
                address_of(appeal) if public else "",
                _day(appeal.created_at),
                appeal.get_source_display(),
                appeal.category.name if public and appeal.category else "",
                appeal.department.name if appeal.department else "",
                appeal.get_state_display(),
                response.minutes if response else None,
                ""
                if response is None
                else pgettext("answer", "yes")
                if response.in_time
                else pgettext("answer", "no"),
                _day(appeal.assignment.closed_at) if solved else "",
            ],
        )


def _assignments(workbook, rows, read) -> None:
    head = [
        "№",
        _("Assignment"),
        _("Department"),
        pgettext("column", "Given"),
        pgettext("column", "First term"),
        pgettext("column", "Term"),
        pgettext("column", "State"),
        pgettext("column", "Closed"),
    ]
    sheet = _sheet(workbook, _("Assignments"), head)
    for row in in_chunks(rows.select_related("department").defer("text"), read):
        assignment: Assignment = row
        _append(
            sheet,
            [
                assignment.number if assignment.is_public else "",
                assignment.title if assignment.is_public else _("An assignment on a private message"),
                assignment.department.name,
                _day(assignment.issued_at),
                _day(assignment.first_due_at),
                _day(assignment.due_at),
                assignment.get_state_display(),
                _day(assignment.closed_at),
            ],
        )


def _initiatives(workbook, rows, read) -> None:
    head = [
        "№",
        _("Initiative"),
        _("Community"),
        pgettext("column", "Published"),
        _("Stage"),
        pgettext("column", "Supporters"),
        _("Cost by plan, ₽"),
    ]
    sheet = _sheet(workbook, _("Initiatives"), head)
    for row in in_chunks(rows.select_related("community"), read):
        _append(
            sheet,
            [
                row.number,
                row.title,
                row.community.title,
                _day(row.published_at),
                row.get_state_display(),
                row.support_count,
                row.cost_estimate or None,
            ],
        )
