"""Spreadsheets for tests of the registry."""

import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from communities.actions import registry

HEADER = ["Подъезд", "Квартира", "Площадь, м²"]
FLATS = [[1, "1", "45,6"], [1, "2", "30"], [2, "3", "60,25"]]


def xlsx(*rows, merged=(), formats=None, titles=("Лист1",)) -> bytes:
    """A workbook with these rows on its last sheet."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title in titles:
        sheet = workbook.create_sheet(title)
    for row in rows:
        sheet.append(row)
    for cell, number_format in (formats or {}).items():
        sheet[cell].number_format = number_format
    for cells in merged:
        sheet.merge_cells(cells)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def csv_text(*rows, sign=";") -> bytes:
    return "\r\n".join(sign.join(str(cell) for cell in row) for row in rows).encode()


def upload(content, name="реестр.xlsx"):
    return SimpleUploadedFile(name, content)


def received(community, content, *, by, town=None):
    return registry.receive_spreadsheet(town or community.municipality, upload(content), by=by, community=community)


def checked(community, content, *, by, town=None, marks_gone=False):
    """Received and checked with the columns that were guessed."""
    source = received(community, content, by=by, town=town)
    return registry.check_import(
        source, by=by, columns=source.columns, header_row=source.header_row, marks_gone=marks_gone
    )


def imported(community, content, *, by, town=None, marks_gone=False):
    """Applied, as the worker does it."""
    source = registry.start_import(checked(community, content, by=by, town=town, marks_gone=marks_gone), by=by)
    registry.carry_out_imports()
    source.refresh_from_db()
    return source
