"""Finding the resident who stands at the desk, by what they say of themselves: exactly, never by browsing."""

from dataclasses import dataclass
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from accounts.phones import clean_phone
from communities.models import DeskVisit, Membership, MembershipState
from core.text import folded

# Namesakes beyond these are told apart by e-mail or telephone.
MOST = 10


@dataclass(frozen=True)
class Found:
    """What the desk is shown of a person: enough to tell namesakes apart."""

    person: User
    communities: list[str]
    # Known in this town; of others only the name that neighbours see.
    is_local: bool

    @property
    def name(self) -> str:
        return self.person.get_full_name() if self.is_local else self.person.public_name

    @property
    def reached_at(self) -> str:
        return masked(self.person)


def masked(person: User) -> str:
    """«а•••@example.org», «+7 ••• 45-67»: the person recognises it, a stranger learns nothing."""
    if person.email:
        name, _at, domain = person.email.partition("@")
        return f"{name[:1]}•••@{domain}"
    return f"{person.phone[:2]} ••• {person.phone[-4:-2]}-{person.phone[-2:]}"


def _named(query: str) -> Q | None:
    """Both the first and the last name, whole, in any order and case, ё as е; None when one of them is missing."""
    words = folded(query).split()[:4]
    if len(words) < 2:
        return None
    # Letters and digits alone (see `folded`): nothing in them has a meaning in a pattern. Regular expressions, since
    # SQLite's LIKE knows the case of Latin letters only.
    patterns = [rf"(^|[ -]){word.replace('е', '[её]')}($|[ -])" for word in words]
    first = last = Q()
    whole = Q()
    for pattern in patterns:
        whole &= Q(first_name__iregex=pattern) | Q(last_name__iregex=pattern)
        first |= Q(first_name__iregex=pattern)
        last |= Q(last_name__iregex=pattern)
    return whole & first & last


def find(query: str, municipality) -> list[Found]:
    """People of this town by name; anybody by their own whole e-mail or telephone. At most MOST."""
    here = Membership.objects.within(municipality).filter(user=OuterRef("pk"))
    came = DeskVisit.objects.within(municipality).filter(resident=OuterRef("pk"))
    people = User.objects.filter(is_active=True).annotate(is_local=Exists(here) | Exists(came))
    if "@" in query:
        people = people.filter(email__iexact=query.strip())
    elif any(char.isdigit() for char in query):
        try:
            people = people.filter(phone=clean_phone(query))
        except ValidationError:
            return []
    else:
        names = _named(query)
        if names is None:
            return []
        people = people.filter(names, is_local=True)
    return _with_communities(list(people.order_by("last_name", "first_name", "pk")[:MOST]), municipality)


def _with_communities(people, municipality) -> list[Found]:
    current = Membership.objects.within(municipality).filter(
        user__in=people, state__in=[MembershipState.PENDING, MembershipState.VERIFIED]
    )
    rows = current.order_by("user_id", "pk").values_list("user_id", "community__title")
    titles = {pk: [title for _pk, title in group] for pk, group in groupby(rows, key=lambda row: row[0])}
    return [Found(person, titles.get(person.pk, []), person.is_local) for person in people]


def known(person: User, municipality) -> Found:
    """The same of one person found before."""
    here = Membership.objects.within(municipality).filter(user=person).exists()
    person.is_local = here or DeskVisit.objects.within(municipality).filter(resident=person).exists()
    return _with_communities([person], municipality)[0]
