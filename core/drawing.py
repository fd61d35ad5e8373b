"""The design's small pictures and marks as HTML strings: icons, plates, lit windows, bars, chips.

Pages are measured, and most of a page is made of these; joining strings here is several times cheaper than
template loops. Everything that comes from people is escaped by `conditional_escape`.
"""

from functools import lru_cache

from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

COLUMNS = 20
# What stands in a chip when the caller names no icon.
CHIP_ICONS = {
    "ok": "check-circle",
    "info": "clock",
    "warn": "flag",
    "bad": "overdue",
    "talk": "users",
    "vote": "vote",
    "mute": "minus-circle",
}
PLATE_LOOKS = {"tos": "park", "yard": "park", "park": "park", "topic": "group", "group": "group"}


@lru_cache
def _sprite() -> str:
    return static("img/icons.svg")


@lru_cache(maxsize=256)
def icon(name: str):
    """A symbol of the sprite, hidden from screen readers: a word always stands beside it."""
    return format_html('<svg class="i" aria-hidden="true"><use href="{}#{}"/></svg>', _sprite(), name)


def chip(word, kind: str = "mute", icon_name: str = ""):
    """A state: icon, word and colour. `kind`: ok, info, warn, bad, talk, vote or mute."""
    look = "" if kind == "mute" else f" chip--{kind}"
    return format_html('<span class="chip{}">{}{}</span>', look, icon(icon_name or CHIP_ICONS[kind]), word)


# How streets are written in addresses, and the small word on their plate.
STREET_WORDS = {
    "ул.": "улица",
    "пр.": "проспект",
    "пр-т": "проспект",
    "просп.": "проспект",
    "пер.": "переулок",
    "пл.": "площадь",
    "б-р": "бульвар",
    "наб.": "набережная",
    "ш.": "шоссе",
    "пр-д": "проезд",
    "мкр.": "микрорайон",
    "ТОС": "ТОС",
}


def split_name(name: str) -> tuple[str, str]:
    """«ул. Ленина» → («улица», «Ленина»); «ТОС «Юбилейный»» → («ТОС», «Юбилейный»); else no small word."""
    first, _, rest = str(name).partition(" ")
    if rest and first in STREET_WORDS:
        return STREET_WORDS[first], rest.strip("«»")
    return "", str(name)


def plate(name, number="", *, small="", kind="building", xl=False, url=""):
    """An address plate: a small word («улица», found in the name unless given), the name, the number of the house."""
    if not small:
        small, name = split_name(name)
    look = PLATE_LOOKS.get(kind, "")
    classes = "plate" + (f" plate--{look}" if look else "") + (" plate--xl" if xl else "")
    inner = format_html("<small>{}</small> {}", small, name) if small else conditional_escape(name)
    cells = format_html("<span>{}</span>", inner)
    if number:
        cells += format_html(" <span>{}</span>", number)
    if url:
        return format_html('<a class="{}" href="{}">{}</a>', classes, url, cells)
    return format_html('<span class="{}">{}</span>', classes, cells)


def lit_windows(count: int, total: int, windows: int) -> int:
    """How many windows shine: never all before everybody voted, never none after somebody did."""
    if count <= 0 or total <= 0:
        return 0
    if count >= total:
        return windows
    return max(1, count * windows // total)


@lru_cache(maxsize=512)
def _wall(rows: int, lit: int, quorum_x: float | None) -> str:
    spots = [(5.5 + 12 * column, 7 + 13 * row) for column in range(COLUMNS) for row in range(rows - 1, -1, -1)]
    paths = ["".join(f"M{x:g} {y}h7v9h-7z" for x, y in part) for part in (spots[:lit], spots[lit:])]
    height = 13 * rows + 13
    parts = [f'<rect class="wall" y="1" width="246" height="{height}" rx="2"/>']
    parts += [f'<path class="{name}" d="{d}"/>' for name, d in zip(("lit", "win"), paths, strict=True) if d]
    if quorum_x is not None:
        x = f"{quorum_x:g}"
        parts.append(f'<path class="q" d="M{x} 0v{height + 1}" stroke-width="1.6" stroke-dasharray="4 2.5"/>')
        parts.append(f'<path class="q" d="M{x} 0l-5 -8h10z"/>')
    return f'viewBox="0 -9 246 {height + 10}">' + "".join(parts)


def facade(count: int, total: int, *, quorum: int | None = None, rows: int = 5, label):
    """A house whose share of lit windows is the share of those who voted; the dashed line is the quorum."""
    x = round(3 + 12 * COLUMNS * min(quorum / total, 1), 1) if quorum and total else None
    drawing = _wall(rows, lit_windows(count, total, COLUMNS * rows), x)
    return format_html('<svg class="facade" role="img" aria-label="{}" {}</svg>', label, mark_safe(drawing))


GAP = 0.6


def bar(values, *, total=None, label):
    """Shares of a whole as a strip of up to three colours. A table or a text with the numbers stands beside it."""
    whole = sum(values) if total is None else total
    parts, x = ['<rect class="bg" width="100" height="6"/>'], 0.0
    for number, value in enumerate(values, 1):
        width = 100 * value / whole if whole else 0
        shown = width - GAP if number < len(values) else width
        if shown > 0:
            parts.append(f'<rect class="c{number}" x="{x:.4g}" width="{min(shown, 100 - x):.4g}" height="6"/>')
        x += width
    return format_html(
        '<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        label,
        mark_safe("".join(parts)),
    )


def key(words):
    """The legend of a bar: a swatch and a word for each share."""
    swatch = '<svg viewBox="0 0 10 10" aria-hidden="true"><rect class="c{}" width="10" height="10" rx="2"/></svg>'
    return mark_safe(
        " ".join(
            f'<span class="key">{swatch.format(number)}{conditional_escape(word)}</span>'
            for number, word in enumerate(words, 1)
        )
    )


def initials(name: str) -> str:
    """«Галина Петровна Сорокина» → «ГС», «Марина К.» → «МК»."""
    words = [word for word in str(name).replace(".", " ").split() if word[0].isalnum()]
    return "".join(word[0] for word in ([words[0], words[-1]] if len(words) > 1 else words)).upper()


def avatar(name: str = "", *, official: bool = False, icon_name: str = ""):
    """Initials of a person, or the square seal of an official; hidden from screen readers, the name stands beside."""
    look = " ava--off" if official else ""
    inside = icon(icon_name or "seal") if official or icon_name else initials(name)
    return format_html('<span class="ava{}" aria-hidden="true">{}</span>', look, inside)


# The logo: a facade whose lit windows make a tick.
TICK = {(3, 1), (0, 2), (2, 2), (1, 3)}


@lru_cache
def mark():
    """The site's own mark, where a town has no coat of arms."""
    spots = [(column, row) for row in range(4) for column in range(4)]
    paths = {
        name: "".join(
            f"M{6 + 8.6 * column:.4g} {6 + 8.6 * row:.4g}h6.2v6.2h-6.2z"
            for column, row in spots
            if ((column, row) in TICK) == lit
        )
        for name, lit in (("win", False), ("lit", True))
    }
    return mark_safe(
        '<svg class="mark brand__mark" viewBox="0 0 44 44" aria-hidden="true">'
        '<rect class="wall" width="44" height="44" rx="8"/>'
        + "".join(f'<path class="{name}" d="{path}"/>' for name, path in paths.items())
        + "</svg>"
    )
