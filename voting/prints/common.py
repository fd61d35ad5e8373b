"""What all sheets of a vote have in common."""

import re
from contextlib import contextmanager

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from voting.models import CountedBy, RollEntry
from voting.wording import area


@contextmanager
def main_language(town):
    """Neighbours read the sheet in the main language and in the town's time, whoever prints it."""
    with translation.override(settings.LANGUAGE_CODE), timezone.override(town.tz):
        yield


def head(vote) -> dict:
    town = vote.municipality
    return {
        "brand": town.brand_name,
        "town": town.name,
        "place": vote.community.title,
        "number": _("Vote no. %(number)s") % {"number": vote.number},
        "heading": vote.title,
    }


def roll_in_order(vote, *, community=None, entrance=None) -> list[RollEntry]:
    """Entries as one walks through the houses: by house, entrance and flat, 9 before 10; of persons by name.

    Each gets `person`, the account of a person's entry, None where it is gone.
    """
    entries = RollEntry.objects.filter(vote=vote).select_related("community")
    if community is not None:
        entries = entries.filter(community=community)
    if entrance is not None:
        entries = entries.filter(entrance=entrance)
    entries = list(entries)
    people = {}
    if vote.counted_by == CountedBy.PERSON:
        people = {
            str(user.actor_key): user for user in User.objects.filter(actor_key__in=[one.key for one in entries])
        }
    for entry in entries:
        entry.vote = vote
        entry.person = people.get(entry.key)
    return sorted(entries, key=_walk)


def _walk(entry):
    number = re.match(r"\d*", entry.flat)[0]
    name = entry.person.public_name if entry.person else ""
    house = (entry.community.title, entry.entrance is None, entry.entrance or 0)
    return (*house, int(number or 0), entry.flat, name, entry.key)


def home_of(entry) -> str:
    """«подъезд 2, кв. 31, доля 1/2» of a flat; «Анна И., подъезд 2» of a person."""
    parts = []
    if entry.vote.counted_by == CountedBy.PERSON:
        parts.append(entry.person.public_name if entry.person else _("former resident"))
    if entry.entrance:
        parts.append(_("entrance %(number)s") % {"number": entry.entrance})
    if entry.flat:
        parts.append(_("flat %(number)s") % {"number": entry.flat})
    if entry.share:
        parts.append(_("share %(share)s") % {"share": entry.share})
    return ", ".join(parts)


def weight_of(entry) -> str:
    return area(entry.weight) if entry.vote.counted_by == CountedBy.AREA else ""


def without_scheme(address: str) -> str:
    return address.partition("://")[2].rstrip("/")
