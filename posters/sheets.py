"""A pack of posters on paper: what the template of the PDF is given."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import pdf
from posters.models import WHEN_AND_WHERE


def sheets(*packs) -> bytes:
    """One A4 for each poster of packs with the same words, in the main language of the town, whoever prints it."""
    pack = packs[0]
    town = pack.municipality
    with translation.override(settings.LANGUAGE_CODE), timezone.override(town.tz):
        day = date_format(timezone.localtime(pack.last_moment), _("j F"))
        data = {
            "document_title": _("Posters: %(title)s") % {"title": pack.title},
            "title": pack.title,
            "brand": town.brand_name,
            "town": town.name,
            "lines": [
                (_("What it is about"), pack.what),
                (str(WHEN_AND_WHERE) if pack.tells_where else _("By when"), pack.when),
                (_("How to take part"), pack.how),
                (_("Whom to ask"), pack.whom),
            ],
            "qr_alt": _("The code of the address below"),
            "address_label": _("no camera? type this address"),
            "take_down": _("Take down after %(day)s") % {"day": day},
            "strip": _("until %(moment)s") % {"moment": day},
            "posters": [_sheet(poster, town, one.community.title) for one in packs for poster in one.posters.all()],
        }
    return pdf.render("poster", data)


def _sheet(poster, town, community) -> dict:
    address = town.absolute_url(poster.get_absolute_url())
    parts = urlsplit(address)
    return {
        "community": community,
        "qr": pdf.qr(address),
        # As it is typed by hand, without what every browser adds itself; a line may end between the two.
        "short": [f"{parts.netloc}/", parts.path.strip("/")],
        "entrance": _("Entrance %(number)s") % {"number": poster.entrance} if poster.entrance else None,
    }
