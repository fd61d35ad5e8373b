"""Votes, money and labour, results."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from communities.models import CommunityPage, Membership
from figures.definitions.figure import Counted, Rate
from initiatives.models import FundingLine, FundingSource, HelpOffer, InitiativeState
from publications.models import BeforeAfterPair, ResultPage
from voting.models import CountedBy, Vote, VoteState

S = InitiativeState


def _counted_votes(condition=None):
    def rows(town, now):
        found = Vote.objects.within(town).filter(state=VoteState.COUNTED)
        return found if condition is None else found.filter(condition)

    return rows


def _votes(code, name, definition, condition=None, **more):
    return Counted(
        code, name, definition, "votes", rows=_counted_votes(condition), at="closed_at", community="community", **more
    )


# In a vote by area a voice weighs as many metres as the flat has.
BY_HEADS = Q(counted_by__in=[CountedBy.PERSON, CountedBy.FLAT])

OF_VOTES = [
    _votes("votes", _("Votes held"), _("Votes that ended in the year and are counted."), may_be_entered=True),
    _votes(
        "voices",
        _("Voices given"),
        _("Of persons or flats that took part in the year's votes, summed up. Votes by area of flats are left out."),
        BY_HEADS,
        value="turnout",
        unit="people",
    ),
    _votes(
        "voices_expected",
        _("Voices on the rolls"),
        _("Persons or flats on the rolls of the same votes."),
        BY_HEADS,
        value="roll_size",
        unit="people",
    ),
    Rate(
        "turnout",
        _("Turnout"),
        _("Voices given out of all voices on the rolls of the year's votes. Votes by area of flats are left out."),
        "votes",
        part="voices",
        whole=("voices_expected",),
    ),
]


def _spent(source):
    return lambda town, now: FundingLine.objects.filter(
        initiative__municipality=town, initiative__state=S.DONE, source=source, actual__gt=0
    )


def _money(source, name):
    return Counted(
        f"money_{source}",
        name,
        _("What was spent from this source on initiatives carried out in the year, by the reports on them."),
        "money",
        unit="roubles",
        rows=_spent(source),
        at="initiative__completion__completed_on",
        by_day=True,
        community="initiative__community",
        value="actual",
        thing="initiative",
        may_be_entered=True,
    )


def _given(town, now):
    return HelpOffer.objects.filter(initiative__municipality=town, initiative__state=S.DONE, came=True)


def _labour(code, name, definition, **more):
    return Counted(
        code,
        name,
        definition,
        "money",
        rows=_given,
        at="initiative__completion__completed_on",
        by_day=True,
        community="initiative__community",
        thing="initiative",
        may_be_entered=True,
        **more,
    )


OF_MONEY = [
    _money(FundingSource.LOCAL_BUDGET, _("Local budget, spent")),
    _money(FundingSource.REGIONAL_BUDGET, _("Regional budget, spent")),
    _money(FundingSource.RESIDENTS, _("Residents' money, spent")),
    _money(FundingSource.SPONSORS, _("Sponsors' money, spent")),
    _labour(
        "helpers",
        _("Residents who helped"),
        _("Offers of help after which the resident came, on initiatives carried out in the year."),
        unit="people",
    ),
    _labour(
        "labour",
        _("Hours of residents' labour"),
        _("Hours that residents gave to initiatives carried out in the year, as their authors counted them."),
        value="half_hours",
        unit="hours",
        parts=2,
    ),
]


def _shown_results(town, now):
    pairs = BeforeAfterPair.objects.filter(page=OuterRef("pk"))
    return ResultPage.objects.within(town).live().filter(Exists(pairs))


def _members(town, now):
    return Membership.objects.verified().filter(community__municipality=town, community__live=True)


OF_RESULTS = [
    Counted(
        "results",
        _("Results shown before and after"),
        _("Published results of the year with at least one pair of pictures of the same place."),
        "results",
        rows=_shown_results,
        at="date",
        by_day=True,
        community="community",
        is_headline=True,
        may_be_entered=True,
    ),
    Counted(
        "communities",
        _("Communities on the site"),
        _("Pages of houses, yards, streets, ТОС and groups that were open by the end of the year and still are."),
        "results",
        rows=lambda town, now: CommunityPage.objects.within(town).live(),
        at="first_published_at",
        is_standing=True,
        may_be_entered=True,
    ),
    Counted(
        "members",
        _("Members of communities"),
        _("Confirmed members by the end of the year who are still here; one person may belong to several."),
        "results",
        rows=_members,
        at="decided_at",
        is_standing=True,
        community="community",
        thing="community",
        unit="people",
        may_be_entered=True,
    ),
]
