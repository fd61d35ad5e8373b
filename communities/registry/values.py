"""Areas, shares and other cells of a registry, as Russian offices write them.

Each parser returns None for an empty cell, and raises `Wrong` with a code for what it cannot read.
"""

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from communities.registry.numbers import key_of

LONGEST_NUMBER = 20
MOST_AREA = 100_000_00
MOST_ENTRANCES = 99
MOST_OWNERS = 500
# Shares of old houses are fine, but a denominator beyond this is a slip of the hand, and beyond 32 bits anyway.
LARGEST_DENOMINATOR = 1_000_000_000
JOINT = "joint"

_UNITS_OF_AREA = re.compile(r"\s*(?:м2|м\^2|кв\.?\s*м(?:етр\w*)?|м\.?\s*кв|м)\.?$")
_GROUPED = re.compile(r"\d{1,3}(?:[ ']\d{3})+")
MONTHS = "янв фев мар апр ма[йя] июн июл авг сен окт ноя дек".split()
_MONTH = re.compile("|".join(f"(?P<m{number}>{name})" for number, name in enumerate(MONTHS, 1)))
_WHOLE = re.compile(r"(?:цел(?:ая|ое|ый|иком)|вся|полная|единолич\w*|индивидуал\w*)(?: собственность)?|собственность")
_SHARED = re.compile(r"^(?:общая )?долевая(?: собственность)?[,:]? ?")


class Wrong(ValueError):
    """A cell that cannot be taken; `code` says why."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """NFKC, lower case, single spaces; what stands for nothing («—», «нет») is empty."""
    text = " ".join(unicodedata.normalize("NFKC", text).casefold().replace("ё", "е").split())
    return "" if text in {"-", "–", "—", "нет", "нет данных", "н/д", "х", "x"} else text


def parse_number(text: str) -> str | None:
    """The key of a unit."""
    if not plain(text):
        return None
    if date_like(text):
        raise Wrong("number_is_date")
    key = key_of(text)
    if len(key) > LONGEST_NUMBER:
        raise Wrong("number_too_long")
    # A Roman number, with the X folded to the Russian letter, is as good as a digit.
    if not re.search(r"\d", key) and not re.fullmatch(r"[ivх]+", key):
        raise Wrong("bad_number")
    return key


def shown_number(text: str, key: str) -> str:
    """The number as the site shows it: its key, or as written when that is a Roman one."""
    return key if key[0].isdecimal() else " ".join(text.split())[:LONGEST_NUMBER]


def parse_decimal(text: str, code: str) -> Decimal:
    """«1 234,50», «1.234,50» and «1234.5»; the last comma or point parts the fraction."""
    text = text.strip()
    if "," in text and "." in text:
        thousands = "." if text.rfind(",") > text.rfind(".") else ","
        if not re.fullmatch(rf"\d{{1,3}}(?:\{thousands}\d{{3}})+[.,]\d+", text):
            raise Wrong(code)
        text = text.replace(thousands, "")
    whole, sign, fraction = text.replace(",", ".").partition(".")
    if _GROUPED.fullmatch(whole):
        whole = re.sub(r"[ ']", "", whole)
    if not re.fullmatch(r"[0-9]{1,12}", whole) or not re.fullmatch(r"[0-9]{0,30}", fraction):
        raise Wrong(code)
    return Decimal(f"{whole}.{fraction or 0}")


def parse_area(text: str) -> int | None:
    """An area in hundredths of a square metre, exactly.

    More than two decimals are refused: rounding would change the weight of a vote without anybody's decision.
    """
    text = plain(text)
    if not text:
        return None
    hundredths = parse_decimal(_UNITS_OF_AREA.sub("", text), "bad_area") * 100
    if hundredths != int(hundredths):
        raise Wrong("area_too_fine")
    if not 0 < hundredths <= MOST_AREA:
        raise Wrong("bad_area")
    return int(hundredths)


def format_area(hundredths: int) -> str:
    """«1 234,50», as `parse_area` reads it."""
    whole = f"{hundredths // 100:,}".replace(",", "\N{NO-BREAK SPACE}")
    return f"{whole},{hundredths % 100:02}"


def date_like(text: str) -> Fraction | None:
    """The share that a spreadsheet took for a date: «01.фев» was 1/2, «янв.48» was 1/48; None for other texts.

    In such a pair the smaller number stands above, in whatever order the country writes its dates.
    """
    found = re.fullmatch(r"(\d{1,2})?[ .-]?([а-я]{3,4})[ .-]?(\d{1,2})?", plain(text))
    month = found and _MONTH.fullmatch(found[2])
    if not month or (found[1] is None) == (found[3] is None):
        return None
    number = int(month.lastgroup[1:])
    if found[1] is None:
        return Fraction(number, int(found[3])) if 0 < number <= int(found[3]) else None
    low, high = sorted((int(found[1]), number))
    return Fraction(low, high) if low else None


def parse_share(text: str, *, in_percent: bool = False) -> Fraction | str | None:
    """A part of one unit, or JOINT for common property without parts."""
    text = plain(text).replace("\N{FRACTION SLASH}", "/")
    if not text:
        return None
    if "совместн" in text:
        return JOINT
    if share := date_like(text):
        return share
    text = re.sub(r"\s*(?:доля|доли|долей|часть)$", "", _SHARED.sub("", text))
    if _WHOLE.fullmatch(text):
        return Fraction(1)
    if found := re.fullmatch(r"([0-9]{1,10}) ?/ ?([0-9]{1,10})", text):
        below = int(found[2])
        share = Fraction(int(found[1]), below) if below else Fraction(0)
    elif re.search(r"\d[./-]\d+[./-]\d", text):
        raise Wrong("share_is_date")
    else:
        number = parse_decimal(text.removesuffix("%").strip(), "bad_share")
        percent = text.endswith("%") or in_percent
        share = _of_decimal(number / 100 if percent else number)
    if not 0 < share <= 1:
        raise Wrong("bad_share")
    if share.denominator > LARGEST_DENOMINATOR:
        raise Wrong("share_too_fine")
    return share


def _of_decimal(number: Decimal) -> Fraction:
    """0.333333 was 1/3 before a spreadsheet wrote it out: a long decimal is the simple fraction that it rounds."""
    places = -number.as_tuple().exponent
    if places > 4:
        simple = Fraction(number).limit_denominator(1000)
        # The last of fifteen digits of a quotient may be one off.
        slack = 2 if places > 12 else 1
        if abs(simple - Fraction(number)) <= Fraction(slack, 2 * 10**places):
            return simple
    return Fraction(number)


def parse_entrance(text: str) -> int | None:
    """«2», «подъезд № 2», «2-й»."""
    if not plain(text):
        return None
    numbers = re.findall(r"\d+", plain(re.sub(r"[.,]0+$", "", text.strip())))
    if len(numbers) != 1 or not 1 <= int(numbers[0][:6]) <= MOST_ENTRANCES:
        raise Wrong("bad_entrance")
    return int(numbers[0])


def parse_owner_count(text: str) -> int | None:
    """«2», «2 чел.»."""
    text = re.sub(r"\s*(?:чел\w*|собственник\w*)\.?$", "", plain(text))
    if not text:
        return None
    number = parse_decimal(text, "bad_owner_count")
    if number != int(number) or number > MOST_OWNERS:
        raise Wrong("bad_owner_count")
    return int(number)


def parse_kind(text: str) -> str | None:
    """`flat` or `non_residential`."""
    text = plain(text)
    if not text:
        return None
    if re.search(r"нежил|н/п|неж\b|офис|магазин|гараж|кладов|подвал|машино|коммерч", text):
        return "non_residential"
    if re.search(r"жил|квартир|комнат|\bкв\b|студи|апартамент", text):
        return "flat"
    raise Wrong("bad_kind")


def kind_told_by(number: str) -> str | None:
    """What the number itself says: «н/п 5», «офис 3» and «5-Н» are not flats."""
    text = plain(number)
    if re.match(r"\W*(?:н/п|неж|оф\b|офис)", text) or re.fullmatch(r"\D*\d+ ?-? ?н", text):
        return "non_residential"
    return "flat" if re.match(r"\W*кв", text) else None
