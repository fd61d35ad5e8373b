"""Slips for the mailboxes as a PDF: made when the codes are, given out once and kept nowhere."""

import re

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.codes import shown
from core import pdf


def slips_pdf(batch, issued, *, people) -> bytes:
    """A sheet or more for each entrance, slips in the order of the flats.

    In Russian, whatever language the activist reads the site in. The slips name nobody.
    """
    with translation.override(settings.LANGUAGE_CODE):
        return pdf.render("slips", _data(batch, issued, people))


def _data(batch, issued, people) -> dict:
    place, town = batch.community.title, batch.community.municipality
    by_entrance = {}
    for premises, code in issued:
        by_entrance.setdefault(premises.entrance, []).append((premises, code))
    # Flats whose entrance the registry does not know come last.
    entrances = sorted(by_entrance.items(), key=lambda item: (item[0] is None, item[0]))
    return {
        "title": _("Flat codes: %(place)s") % {"place": place},
        "place": place,
        "town": town.brand_name,
        "address": _without_scheme(town.absolute_url(reverse("slip"))),
        "words": _words(batch, town, people),
        "qr_alt": _("QR code with the address and the code of the flat"),
        "cut": _("Cut along the lines and put each slip into the mailbox of its flat."),
        "entrances": [
            {
                "heading": _("entrance %(number)s") % {"number": number} if number else "",
                "slips": [_slip(town, premises, code) for premises, code in sorted(rows, key=_order)],
            }
            for number, rows in entrances
        ],
    }


def _words(batch, town, people) -> list[str]:
    until = {"date": date_format(batch.last_day.astimezone(town.tz), _("j F Y")), "count": people}
    return [
        _("With this code you join the site of your house: vote and decide together with the neighbours."),
        _("Point the telephone's camera at the square, or open the address and type the code."),
        ngettext(
            "In force until %(date)s, for one person. Give it to nobody outside the flat.",
            "In force until %(date)s, for %(count)s people. Give it to nobody outside the flat.",
            people,
        )
        % until,
        _without_telephone(town),
    ]


def _without_telephone(town) -> str:
    if town.phone:
        words = _("Without a telephone: ask the house elder, or the administration by %(phone)s.")
        return words % {"phone": town.phone}
    return _("Without a telephone: ask the house elder or the administration.")


def _slip(town, premises, code) -> dict:
    address = town.absolute_url(reverse("slip_open", args=[shown(code)]))
    return {
        "flat": _("flat %(number)s") % {"number": premises.number},
        "code": shown(code),
        "qr": pdf.qr(address),
    }


def _order(row):
    """Flats as they are counted: 2 before 10, 12 before 12а."""
    key = row[0].key
    number = re.match(r"\d*", key)[0]
    return int(number or 0), key


def _without_scheme(address: str) -> str:
    return address.partition("://")[2].rstrip("/")
