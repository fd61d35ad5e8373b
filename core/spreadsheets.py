"""Rows given out as a table: cells that no spreadsheet takes for a formula, CSV as Excel reads it, books."""

import csv
from collections.abc import Iterable, Iterator

from openpyxl import Workbook


def safe(value):
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


class _Line:
    """What a csv.writer writes to: gives the line back."""

    def write(self, line):
        return line


def csv_lines(headings: Iterable[str], rows: Iterable[list]) -> Iterator[str]:
    """With the mark by which Excel knows UTF-8, and the semicolon it expects in Russia."""
    writer = csv.writer(_Line(), delimiter=";")
    yield "\ufeff"
    yield writer.writerow(headings)
    for row in rows:
        yield writer.writerow([safe(value) for value in row])


def write_book(title: str, headings: Iterable[str], rows: Iterable[list], file) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.append(list(headings))
    for row in rows:
        sheet.append([safe(value) for value in row])
    book.save(file)
