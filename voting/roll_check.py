"""What the roll of a draft would be today, in words and figures for whoever is about to announce it."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from communities.models import Membership, Premises
from core.typography import number
from voting import roll, wording
from voting.models import CountedBy


@dataclass
class RollCheck:
    """`says`: how large the roll is; `gaps`: who is missing and why; `refusals`: what keeps the vote from opening."""

    says: list = field(default_factory=list)
    gaps: list = field(default_factory=list)
    refusals: list = field(default_factory=list)
    size: int = 0
    weight: int = 0


def check_roll(vote, community_ids) -> RollCheck:
    """Draw the roll up without keeping it, and say what came of it."""
    check = RollCheck()
    try:
        drawn = roll.draw_up(vote, community_ids)
    except ValidationError as refusal:
        check.refusals = refusal.messages
        drawn = []
    check.size = len(drawn)
    check.weight = sum(entry.weight for entry, _voters in drawn)
    if vote.counted_by == CountedBy.PERSON:
        _people(check, vote, community_ids)
    else:
        _households(check, vote, community_ids, drawn)
    return check


def _people(check, vote, community_ids) -> None:
    if check.size:
        words = ngettext("%(count)s person will be on the roll.", "%(count)s people will be on the roll.", check.size)
        check.says.append(words % {"count": number(check.size)})
    young = Q(declared_age=None) | Q(declared_age__lt=vote.min_age)
    members = Membership.objects.verified().filter(community__in=community_ids, user__is_active=True)
    left_out = members.filter(young).exclude(user__in=members.exclude(young).values("user"))
    _gap(
        check,
        left_out.values("user").distinct().count(),
        ngettext_lazy(
            "%(count)s confirmed member will not be on it: no age of %(age)s is declared.",
            "%(count)s confirmed members will not be on it: no age of %(age)s is declared.",
            "count",
        ),
        age=vote.min_age,
    )
    waiting = Membership.objects.pending().filter(community__in=community_ids).count()
    _gap(
        check,
        waiting,
        ngettext_lazy(
            "%(count)s request to join waits: confirm it before the vote opens.",
            "%(count)s requests to join wait: confirm them before the vote opens.",
            "count",
        ),
    )


def _gap(check, count, words, **others) -> None:
    if count:
        check.gaps.append(words % {"count": count, **others})


def _households(check, vote, community_ids, drawn) -> None:
    units = Premises.objects.current().filter(community__in=community_ids)
    by_area = vote.counted_by == CountedBy.AREA
    if not by_area:
        units = units.flats()
    if drawn:
        households = len({entry.household for entry, _voters in drawn})
        words = ngettext("%(count)s flat will be on the roll.", "%(count)s flats will be on the roll.", households)
        if by_area:
            words = ngettext(
                "%(count)s unit of the registry will be on the roll, %(area)s in all.",
                "%(count)s units of the registry will be on the roll, %(area)s in all.",
                households,
            )
        check.says.append(words % {"count": number(households), "area": wording.area(check.weight)})
        online = len({entry.household for entry, voters in drawn if voters})
        check.says.append(
            _("Somebody can vote on the site from %(online)s of them; for %(rest)s there is paper alone.")
            % {"online": number(online), "rest": number(households - online)}
        )
    if by_area:
        _gap(
            check,
            units.filter(Q(area_hundredths=None) | Q(area_hundredths=0)).count(),
            ngettext_lazy(
                "%(count)s unit has no area in the registry.",
                "%(count)s units have no area in the registry.",
                "count",
            ),
        )
    homeless = roll.eligible(community_ids, vote.min_age).filter(premises=None)
    _gap(
        check,
        homeless.values("user").distinct().count(),
        ngettext_lazy(
            "%(count)s confirmed member has no flat of the registry and will not vote on the site.",
            "%(count)s confirmed members have no flat of the registry and will not vote on the site.",
            "count",
        ),
    )
