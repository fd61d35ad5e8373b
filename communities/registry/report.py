"""Rows that were not taken, as a workbook to be corrected and given in again."""

import io
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter


def workbook_of(header: list[str], rows: Iterable[list[str]]) -> bytes:
    """An XLSX whose cells are all text: nothing that came in from outside becomes a formula."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.freeze_panes = "A2"
    for number in range(1, len(header) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = 20 if number < len(header) else 60
    sheet.append([_text(sheet, title, bold=True) for title in header])
    for row in rows:
        sheet.append([_text(sheet, text) for text in row])
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _text(sheet, text: str, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text)
    cell.data_type, cell.number_format = "s", "@"
    if bold:
        cell.font = Font(bold=True)
    return cell
