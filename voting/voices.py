"""Who voted how in a named vote. Never by flat, and in an order that tells nothing of the order of voting."""

import uuid
from dataclasses import dataclass

from django.db.models import F

from accounts.models import User
from voting import wording
from voting.answers import Answer, spoken
from voting.models import Channel, CountedBy, Participation


@dataclass(frozen=True)
class Voice:
    """`person` is None of somebody who is no longer on the site, and of a flat whose paper or code voted."""

    person: User | None
    is_erased: bool
    entrance: int | None
    on_paper: bool
    answers: list[Answer]
    weight: str


def marks_of(vote):
    """Marks in the order they are listed in: by entrance, within one by the line of the roll, which is random."""
    marks = Participation.objects.filter(vote=vote).select_related("entry", "ballot")
    return marks.order_by(F("entry__entrance").asc(nulls_last=True), "entry__line")


def voices_of(vote, marks) -> list[Voice]:
    """Of a page of marks, by one more query."""
    keys = {mark.pk: _key(vote, mark) for mark in marks}
    people = {person.actor_key: person for person in User.objects.filter(actor_key__in=filter(None, keys.values()))}
    return [_voice(vote, mark, keys[mark.pk], people) for mark in marks]


def _key(vote, mark) -> uuid.UUID | None:
    """The account behind a mark: of a person's own right, or whoever of a flat voted; none of papers and codes."""
    return uuid.UUID(mark.entry.key) if vote.counted_by == CountedBy.PERSON else mark.by_key


def _voice(vote, mark, key, people) -> Voice:
    person = people.get(key)
    return Voice(
        person=person,
        is_erased=key is not None and person is None,
        entrance=mark.entry.entrance,
        on_paper=mark.channel == Channel.PAPER,
        answers=spoken(vote.manifest, mark.ballot.choices),
        weight=wording.area(mark.entry.weight) if vote.counted_by == CountedBy.AREA else "",
    )
