"""The accessible-version panel: what can be chosen, and the cookie that keeps it.

The cookie names nobody and holds only these values, so that a page without a session stays cacheable per choice.
"""

from urllib.parse import parse_qsl, urlencode

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

COOKIE = "view"
COOKIE_AGE = 365 * 24 * 60 * 60
CHOICES = {
    "font": ("2", "3"),
    "scheme": ("bw", "wb", "blue", "beige", "green"),
    "images": ("off",),
    "space": ("2", "3"),
    "face": ("serif",),
    "theme": ("light", "dark"),
}


def panel():
    """The groups of the panel in the reader's language: name, label, pairs of value and word ("" = the usual one)."""
    return [
        (
            "font",
            _("Size of letters"),
            [("", _("Usual size")), ("2", _("Large, 150 %")), ("3", _("Very large, 200 %"))],
        ),
        (
            "scheme",
            _("Colours"),
            [
                ("", _("Colours of the site")),
                ("bw", _("Black on white")),
                ("wb", _("White on black")),
                ("blue", _("Blue on light blue")),
                ("beige", _("Brown on beige")),
                ("green", _("Green on brown")),
            ],
        ),
        ("images", _("Pictures"), [("", pgettext("pictures", "Show")), ("off", _("Replace with descriptions"))]),
        ("space", _("Space between letters"), [("", _("Usual")), ("2", _("Wider")), ("3", _("Widest"))]),
        ("face", _("Typeface"), [("", _("Without serifs")), ("serif", _("With serifs"))]),
        (
            "theme",
            _("Appearance"),
            [("", _("As on the device")), ("light", pgettext("theme", "Light")), ("dark", pgettext("theme", "Dark"))],
        ),
    ]


# A longer cookie was not made by us.
_LONGEST = 120


def known(values) -> dict[str, str]:
    """Only the names and values that the panel offers, in the panel's order."""
    return {name: values[name] for name, allowed in CHOICES.items() if values.get(name) in allowed}


def read_cookie(raw: str) -> dict[str, str]:
    """«font=2&scheme=bw» → {"font": "2", "scheme": "bw"}; anything else is left out."""
    if not raw or len(raw) > _LONGEST:
        return {}
    return known(dict(parse_qsl(raw)))


def write_cookie(values: dict[str, str]) -> str:
    return urlencode(known(values))
