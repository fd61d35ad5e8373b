"""The registries of the demo's buildings: a spreadsheet of each town, imported as its administrator would."""

import io

from django.core.files.base import ContentFile
from openpyxl import Workbook

from communities.actions import registry
from municipalities.models import StaffRole

HEADER = ["Адрес", "Подъезд", "Квартира", "Общая площадь, м²", "Собственников", "Доля"]
ROOMS = (3120, 4460, 4530, 6180)


def register(town) -> None:
    """Import the flats of all buildings from one file."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Помещения")
    sheet.append([f"Реестр помещений, {town.municipality.name}"])
    sheet.append(HEADER)
    for house in town.place.houses:
        for number in range(1, house.flats + 1):
            sheet.append([house.title, *_flat(house, number)])
    out = io.BytesIO()
    workbook.save(out)
    administrator = town.staff[StaffRole.ADMINISTRATOR]
    file = ContentFile(out.getvalue(), name="reestr.xlsx")
    source = registry.receive_spreadsheet(town.municipality, file, by=administrator)
    registry.check_import(source, by=administrator, columns=source.columns, header_row=source.header_row)
    registry.apply_at_once(source, by=administrator)


def _flat(house, number: int) -> list[str]:
    """Entrance, number, area, owners and share of a flat: a family in every third."""
    hundredths = ROOMS[number % len(ROOMS)] + number % 7 * 10
    owners = 2 if number % 3 == 0 else 1
    return [
        str(entrance_of(house, number)),
        f"кв. {number}",
        f"{hundredths // 100},{hundredths % 100:02}",
        str(owners),
        "1" if owners == 1 else "",
    ]


def entrance_of(house, number: int) -> int:
    """Flats are numbered from the first entrance on."""
    return min((number - 1) // _per_entrance(house) + 1, house.entrances)


def home_of(house, number: int) -> tuple[int, int]:
    """Entrance and flat of the resident who came `number`-th: they live all over the building."""
    entrance = number % house.entrances + 1
    flat = (entrance - 1) * _per_entrance(house) + number // house.entrances % _per_entrance(house) + 1
    return entrance, flat


def _per_entrance(house) -> int:
    return max(house.flats // house.entrances, 1)
