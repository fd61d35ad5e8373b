"""The receipt by e-mail, without the choice. Of a secret vote none is ever written: it would join voter and paper."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.letters import post


def post_receipt(vote, receipt: str, at, *, to) -> None:
    """Queue the letter in the transaction of the vote it tells of. Nothing for who has no address.

    Residents' letters are in Russian, whatever language their screen has.
    """
    if vote.is_secret:
        raise ValueError("a secret vote has no letters")
    if not to.email:
        return
    town = vote.municipality
    with translation.override(settings.LANGUAGE_CODE), timezone.override(town.tz):
        words = {
            "vote": vote,
            "receipt": receipt,
            "at": at,
            "brand": town.brand_name,
            "url": town.absolute_url(vote.get_absolute_url()),
            "town_url": town.site.root_url,
        }
        subject = _("%(brand)s: the receipt of vote no. %(number)s") % {**words, "number": vote.number}
        post(to=to.email, subject=subject, body=render_to_string("voting/receipt_letter.txt", words).lstrip())
