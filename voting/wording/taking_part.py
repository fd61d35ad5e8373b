"""How many have taken part, of how many, and how far it is to what is needed."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.typography import number
from voting.models import CountedBy, VoteKind
from voting.wording.amounts import amount, figure, percent
from voting.wording.rules import quorum_needed


def goal(vote) -> int:
    """The weight that has to be reached: the quorum, or the signatures needed; 0 where there is none."""
    return vote.needed if vote.kind == VoteKind.SUPPORT else quorum_needed(vote)


def to_quorum(vote, cast: int) -> str:
    """«До кворума 4 голоса», or that it is reached; of signatures what is missing. Empty where nothing is needed."""
    needed = goal(vote)
    if not needed:
        return ""
    if vote.kind == VoteKind.SUPPORT:
        if cast >= needed:
            return _("enough is gathered")
        return _("%(signatures)s more needed") % {"signatures": amount(needed - cast, vote)}
    if cast >= needed:
        return _("the quorum is reached")
    return _("%(votes)s short of the quorum") % {"votes": amount(needed - cast, vote)}


def cast_words(vote, cast: int) -> str:
    """«318 из 480 жителей»: the turnout and the whole of the roll."""
    words = {"cast": figure(cast, vote), "total": figure(vote.roll_weight, vote)}
    return _("%(cast)s of %(total)s") % words


def entries_words(vote) -> str:
    """«480 человек», «96 квартир»: what the roll is made of."""
    count = {"count": number(vote.roll_size)}
    if vote.counted_by == CountedBy.PERSON:
        return ngettext("%(count)s person", "%(count)s people", vote.roll_size) % count
    if vote.counted_by == CountedBy.FLAT:
        return ngettext("%(count)s flat", "%(count)s flats", vote.roll_size) % count
    return ngettext("%(count)s owner’s right", "%(count)s owners’ rights", vote.roll_size) % count


def turnout_words(vote) -> str:
    """Of a counted vote: how many took part, and whether it was enough."""
    words = {"cast": cast_words(vote, vote.turnout), "share": percent(vote.turnout, vote.roll_weight, vote)}
    lines = [_("Took part: %(cast)s (%(share)s).") % words]
    if vote.counted_by == CountedBy.AREA:
        ballots = {"ballots": number(vote.result.get("papers", 0)), "entries": number(vote.roll_size)}
        lines.append(_("Ballots: %(ballots)s of %(entries)s.") % ballots)
    if quorum_needed(vote):
        lines.append(quorum_line(vote))
    return " ".join(lines)


def quorum_line(vote) -> str:
    needed = quorum_needed(vote)
    if not needed:
        return _("No quorum is needed.")
    words = {"needed": amount(needed, vote)}
    if vote.quorum_met:
        return _("The quorum of %(needed)s is reached.") % words
    return _("The quorum of %(needed)s is not reached.") % words
