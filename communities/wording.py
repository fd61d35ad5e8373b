"""Codes of the registry's import in words."""

from django.utils.translation import gettext_lazy as _

from communities.registry import tables

# Why a file cannot be read.
UNREADABLE = {
    "too_large": _("The file is larger than %(megabytes)s MB: divide it into several."),
    "old_excel": _("This is a file of the old Excel (XLS). Open it and save it as an Excel workbook (XLSX)."),
    "not_a_table": _("This is not a spreadsheet that we can read: XLSX or CSV is needed."),
    "broken": _("The file is damaged and cannot be read. Save it once more in the program that made it."),
    "bomb": _("The file unpacks to an enormous size. Copy the table into a new workbook and save it."),
    "empty": _("There is nothing in the file."),
    "too_many_rows": _("There are more than %(rows)s rows in the file: divide it into several."),
    "gone": _("The file is no longer kept. Upload it once more."),
}
LIMITS = {"megabytes": tables.MAX_BYTES // 2**20, "rows": tables.MAX_ROWS}

# What a column may hold: see communities.registry.columns.TARGETS.
TARGETS = {
    "number": _("number of the flat or unit"),
    "address": _("address"),
    "house": _("house number"),
    "entrance": _("entrance"),
    "kind": _("kind of unit"),
    "area": _("area, m²"),
    "share": _("owner's share"),
    "owner_count": _("number of owners"),
    "owner": _("owner's name"),
}

# Why a row was not taken.
REASONS = {
    "no_number": _("There is no number of a flat or unit."),
    "bad_number": _("The number has no digits: it cannot be told which unit this is."),
    "number_too_long": _("The number is too long."),
    "number_is_date": _("The spreadsheet took the number for a date: make the column text and type it again."),
    "no_address": _("There is no address."),
    "address_unclear": _("No street and house can be told in the address."),
    "address_unknown": _("There is no such building among those of the import."),
    "address_ambiguous": _("The address fits several buildings: write the kind of the street in full."),
    "bad_entrance": _("The entrance has to be a number from 1 to 99."),
    "bad_area": _("The area cannot be read: «45,6» is expected, more than zero."),
    "area_too_fine": _("The area has more than two decimals: round it in the spreadsheet."),
    "bad_share": _("The share cannot be read: «1/2», «0,5» or «50 %» is expected, more than zero and at most one."),
    "share_is_date": _("The spreadsheet took the share for a date: make the column text and type it again."),
    "share_too_fine": _("The share has a denominator that is too large."),
    "share_missing": _("Some owners of this unit have shares and others have none."),
    "shares_exceed_one": _("The shares of this unit add up to more than one."),
    "bad_owner_count": _("The number of owners has to be a whole number."),
    "bad_kind": _("The kind cannot be told: «квартира» or «нежилое» is expected."),
    "duplicate": _("The same row stands above."),
    "entrance_differs": _("Rows of this unit name different entrances."),
    "area_differs": _("Rows of this unit name different areas."),
    "owner_count_differs": _("Rows of this unit name different numbers of owners."),
    "unit_has_wrong_row": _("Another row of this unit is wrong."),
}


def in_words(codes: list[str]) -> str:
    """The reasons of one row, as sentences."""
    return " ".join(str(REASONS[code]) for code in codes)
