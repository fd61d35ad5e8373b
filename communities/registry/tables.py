"""Reading spreadsheets of unknown origin as rows of text."""

import csv
import io
import re
import unicodedata
import warnings
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

import openpyxl
from openpyxl.utils import column_index_from_string

from communities.registry.columns import guess
from communities.registry.values import MONTHS

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 60
MAX_CELL = 500
# What an XLSX of MAX_ROWS honest rows unpacks to, and some more: beyond it stands a zip bomb.
MAX_UNPACKED_BYTES = 120 * 1024 * 1024
MAX_MEMBERS = 2000
MAX_SHEETS = 20
# Rows by which a sheet or a delimiter is chosen; titles and forms above a table are shorter.
HEAD_ROWS = 40
# Cells that merged ranges may fill.
MAX_MERGED_CELLS = 500_000

DELIMITERS = ";,\t"
_MERGED = re.compile(rb'mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
# Built-in formats of dates that Excel gives by itself to «1/2» and to «1/48».
DAY_AND_MONTH, MONTH_AND_YEAR = ("d-mmm", "d/mmm", "dd-mmm", "d\\-mmm"), ("mmm-yy", "mmm/yy", "mmm\\-yy")


class Unreadable(ValueError):
    """A file that is not a table; `code` says why."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Table:
    """Rows of text of equal width: `rows[0]` is the first row of the sheet."""

    rows: list[list[str]]
    sheet: str = ""


def read(content: bytes, *, head: bool = False) -> Table:
    """The table of a file; with `head` only its beginning. Raises Unreadable.

    What a file is, is told by its content, never by its name.
    """
    if len(content) > MAX_BYTES:
        raise Unreadable("too_large")
    if content.startswith(b"PK\x03\x04"):
        return _read_xlsx(content, HEAD_ROWS if head else None)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("old_excel")
    return _read_csv(_decoded(content), HEAD_ROWS if head else None)


def _read_xlsx(content: bytes, limit: int | None) -> Table:
    _check_archive(content)
    try:
        with warnings.catch_warnings():
            # Of styles and extensions that the reader does not know: they hold no text.
            warnings.simplefilter("ignore")
            workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            sheet = _best_sheet(workbook)
            rows = _rows_of(sheet, limit or MAX_ROWS + 1)
            _fill_merged(rows, workbook, sheet)
    except (Unreadable, MemoryError):
        raise
    except Exception as error:
        # A broken or hostile file fails in the reader in more ways than can be listed.
        raise Unreadable("broken") from error
    return _table(rows, sheet.title)


def _check_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Unreadable("broken") from error
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise Unreadable("bomb")
    if "xl/workbook.xml" not in {member.filename for member in members}:
        raise Unreadable("not_a_table")


def _best_sheet(workbook):
    """The sheet whose header is the best; the first of equal ones."""
    sheets = workbook.worksheets[:MAX_SHEETS]
    if not sheets:
        raise Unreadable("empty")
    return max(sheets, key=lambda sheet: guess(_rows_of(sheet, HEAD_ROWS)).score)


def _rows_of(sheet, limit: int) -> list[list[str]]:
    # Its own word on how large it is may be wrong.
    sheet.reset_dimensions()
    return [[_text_of(cell) for cell in row] for row in sheet.iter_rows(min_row=1, max_row=limit, max_col=MAX_COLUMNS)]


def _text_of(cell) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, float):
        # Excel itself shows fifteen digits: 45.599999999999994 is 45.6.
        return format(value, ".15g")
    if isinstance(value, (datetime, date)):
        return _date_text(value, str(cell.number_format).split(";")[0].lower())
    return "" if isinstance(value, (time, timedelta)) else str(value)


def _date_text(value: date, number_format: str) -> str:
    """As Excel shows it in Russian, so that a share taken for a date can still be told."""
    month = MONTHS[value.month - 1][:3]
    number_format = number_format.rpartition("]")[2].removesuffix("\\@").strip("@")
    if number_format in DAY_AND_MONTH:
        return f"{value.day:02}.{month}"
    if number_format in MONTH_AND_YEAR:
        return f"{month}.{value.year % 100:02}"
    return f"{value:%d.%m.%Y}"


def _fill_merged(rows: list[list[str]], workbook, sheet) -> None:
    """Write the text of merged cells into each of them.

    A sheet opened for reading only does not know its merged cells: they stand at the end of its file.
    """
    left = MAX_MERGED_CELLS
    for first_column, first_row, last_column, last_row in _merged(workbook, sheet):
        text = _at(rows, first_row, first_column)
        if not text:
            continue
        for row in rows[first_row : last_row + 1]:
            last = min(last_column + 1, MAX_COLUMNS)
            row += [""] * (last - len(row))
            row[first_column:last] = [text] * (last - first_column)
            left -= last - first_column
        if left < 0:
            raise Unreadable("bomb")


def _at(rows, row: int, column: int) -> str:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""


def _merged(workbook, sheet):
    with workbook._archive.open(sheet._worksheet_path) as file:
        tail = b""
        while chunk := file.read(1024 * 1024):
            text = tail + chunk
            for found in _MERGED.finditer(text):
                columns = [column_index_from_string(found[i].decode()) - 1 for i in (1, 3)]
                yield columns[0], int(found[2]) - 1, columns[1], int(found[4]) - 1
            # From the last tag on: it may go on in the next piece, and none is found twice.
            tail = text[text.rfind(b"<") :][:1000]


def _decoded(content: bytes) -> str:
    """Text in UTF-8, in UTF-16 as Excel's «Текст Юникод», or in Windows-1251."""
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1251")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise Unreadable("not_a_table")


def _read_csv(text: str, limit: int | None) -> Table:
    start = text[:200_000]
    best = max(
        DELIMITERS, key=lambda sign: ((head := _csv_rows(start, sign, HEAD_ROWS)) and guess(head).score, _width(head))
    )
    return _table(_csv_rows(text, best, limit or MAX_ROWS + 1))


def _csv_rows(text: str, delimiter: str, limit: int) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [[_clean(cell) for cell in row[:MAX_COLUMNS]] for row in islice(reader, limit)]
    except csv.Error as error:
        raise Unreadable("broken") from error


def _width(rows: list[list[str]]) -> int:
    return sum(len(row) for row in rows)


def _clean(text: str) -> str:
    """One line without control characters."""
    text = text[:MAX_CELL]
    if not text.isprintable():
        text = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in text)
    return " ".join(text.split())


def _table(rows: list[list[str]], sheet: str = "") -> Table:
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise Unreadable("empty")
    if len(rows) > MAX_ROWS:
        raise Unreadable("too_many_rows")
    width = max(len(row) for row in rows)
    while width > 1 and not any(len(row) >= width and row[width - 1] for row in rows):
        width -= 1
    return Table([row[:width] + [""] * (width - len(row)) for row in rows], _clean(sheet))
