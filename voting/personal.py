"""What votes keep about people: on a roll a key, which leads to nobody once the account is gone (decision 15)."""

from accounts.keepers import Keeper, Parting, register
from accounts.models import User
from voting.models import (
    Amendment,
    CountedBy,
    OwnersMeeting,
    PaperEntry,
    Participation,
    RollEntry,
    RollVoter,
    Slip,
    Vote,
)

# What an official or an activist did with a vote stays without their name.
DONE_BY = [
    (Vote, "outcome_by"),
    (Amendment, "proposed_by"),
    (Amendment, "decided_by"),
    (Slip, "issued_by"),
    (PaperEntry, "entered_by"),
    (PaperEntry, "second_by"),
    (OwnersMeeting, "recorded_by"),
]


def _export(person: User) -> dict:
    entries = (
        RollEntry.objects.filter(voters__voter_key=person.actor_key).select_related("vote", "community").order_by("pk")
    )
    marks = {
        mark.entry_id: mark
        for mark in Participation.objects.filter(entry__in=entries).select_related("ballot").order_by("pk")
    }
    return {"votes": [_vote(entry, marks.get(entry.pk), person) for entry in entries]}


def _vote(entry, mark, person) -> dict:
    said = {
        "title": entry.vote.title,
        "number": entry.vote.number,
        "community": entry.community.title,
        "entrance": entry.entrance,
        "flat": entry.flat,
        "share": entry.share,
        "weight": entry.weight,
        "voted": mark is not None,
    }
    # In a secret vote nothing leads from the mark to a paper, and so nothing can be said of it.
    if mark is not None and not entry.vote.is_secret:
        said |= {"voted_at": mark.at, "channel": mark.channel}
        # How the flat voted is told to the one of its people who voted.
        if entry.vote.counted_by == CountedBy.PERSON or mark.by_key == person.actor_key:
            said |= {"choices": mark.ballot.choices}
    return said


def _erase(person: User, parting: Parting) -> None:
    parting.keep("announced_votes", Vote.objects.filter(created_by=person), created_by=None)
    for model, name in DONE_BY:
        model.objects.filter(**{name: person}).update(**{name: None})
    parting.kept["roll_entries"] += RollVoter.objects.filter(voter_key=person.actor_key).count()


register(
    Keeper(
        "votes",
        ("voting.Vote.created_by", *(f"{model._meta.label}.{name}" for model, name in DONE_BY)),
        export=_export,
        erase=_erase,
    )
)
