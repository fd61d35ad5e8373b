"""The rights to vote that a reader holds, and what has become of each."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from voting import permissions
from voting.models import Channel, CountedBy, Participation, RollEntry, Slip
from voting.wording import area

# What the session of who came with a printed ballot's code holds: the slips' public ids, never a code.
SESSION = "ballot_slips"
# Somebody may vote for a few flats of their family from one phone; more is not a family.
MOST_SLIPS = 5


@dataclass
class Right:
    """One entry of the roll in the reader's hands: by their account, or (`slip`) by the code of a printed ballot."""

    number: int
    entry: RollEntry
    mark: Participation | None
    by_key: object = None
    slip: Slip | None = None

    @cached_property
    def state(self) -> str:
        """One of: free; voted (a secret vote: by whom is not known); own; paper; flat (somebody else of the flat)."""
        vote = self.entry.vote
        if self.mark is None:
            return "free"
        if vote.is_secret:
            return "voted"
        if self.mark.channel == Channel.PAPER:
            return "paper"
        if self.slip is None and vote.counted_by == CountedBy.PERSON or self.mark.by_key == self.by_key:
            return "own"
        return "flat"

    @property
    def may_cast(self) -> bool:
        return self.state == "free" or self.state == "own" and self.entry.vote.replaceable

    @property
    def receipt_url(self) -> str:
        return f"{reverse('voting:receipt', args=[self.entry.vote.public_id])}?of={self.number}"

    @property
    def change_url(self) -> str:
        return f"{self.entry.vote.get_absolute_url()}?of={self.number}&change=1"

    @property
    def place(self) -> str:
        """Whose voice it is: to its own people with the flat, to who came with a code without it."""
        entry = self.entry
        words = [entry.community.title]
        if self.slip is None and entry.flat:
            words.append(_("flat %(number)s") % {"number": entry.flat})
        elif entry.entrance:
            words.append(_("entrance %(number)s") % {"number": entry.entrance})
        if self.slip is None and entry.vote.counted_by == CountedBy.AREA:
            words.append(area(entry.weight))
        return ", ".join(words)

    @property
    def ballot(self):
        """The reader's own paper, where it is known whose it is."""
        return self.mark.ballot if self.state == "own" else None


def rights_of(request, vote, marked=True) -> list[Right]:
    """Numbered from one in an order that holds while the roll is frozen; nothing during a visit at the front desk.

    Without `marked` none of them tells whether it has been used: the act of casting finds out by itself.
    """
    user = request.user
    if permissions.is_at_desk(user):
        return []
    held = [(entry, None) for entry in permissions.frozen_entries(user, vote)]
    own = {entry.pk for entry, _slip in held}
    held += [(slip.entry, slip) for slip in _slips(request, vote) if slip.entry_id not in own]
    if not held:
        return []
    found = _marks(vote, [entry.pk for entry, _slip in held]) if marked else {}
    for entry, _slip in held:
        entry.vote = vote
        if entry.community_id == vote.community_id:
            entry.community = vote.community
    prefetch_related_objects([entry for entry, _slip in held], "community")
    return [
        Right(number, entry, found.get(entry.pk), user.actor_key if slip is None and _is_kept(vote) else None, slip)
        for number, (entry, slip) in enumerate(held, 1)
    ]


def _marks(vote, entries) -> dict:
    marks = Participation.objects.filter(vote=vote, entry__in=entries).select_related("ballot")
    return {mark.entry_id: mark for mark in marks}


def _is_kept(vote) -> bool:
    """Who of several cast a voice is kept; of a person's own voice there is nothing to keep."""
    return vote.counted_by != CountedBy.PERSON


def _slips(request, vote) -> list[Slip]:
    names = [] if getattr(request, "is_guest", False) else request.session.get(SESSION, [])
    if not names:
        return []
    slips = Slip.objects.filter(vote=vote, public_id__in=names, revoked_at=None).select_related("entry__community")
    one_each = {slip.entry_id: slip for slip in slips.order_by("pk")}
    return list(one_each.values())


def hold(session, slip) -> None:
    """Remember a printed ballot for this session."""
    names = [name for name in session.get(SESSION, []) if name != slip.public_id]
    session[SESSION] = [*names, slip.public_id][-MOST_SLIPS:]


def let_go(session, slip) -> None:
    """Forget it: on a borrowed telephone the next one finds nothing."""
    session[SESSION] = [name for name in session.get(SESSION, []) if name != slip.public_id]


def own_receipts(user, entries) -> dict:
    """{entry's pk: receipt} of what the person gave on the site by themselves; of secret votes there is none."""
    if permissions.is_at_desk(user):
        return {}
    marks = Participation.objects.filter(entry__in=entries, channel=Channel.SITE, ballot__isnull=False)
    by_person = Q(vote__counted_by=CountedBy.PERSON)
    rows = marks.filter(by_person | Q(by_key=user.actor_key)).values_list("entry_id", "ballot__receipt")
    return dict(rows)
