"""Who runs what in the demo: chairs by two people, terms of office, and a visit to the front desk."""

from datetime import timedelta

from communities import actions
from communities.actions import desk
from communities.models import CHAIRS, ActivistTitle, CommunityKind, DeskConsent, Tenure
from communities.permissions import forget
from core import clock
from municipalities.models import StaffRole

TITLES = {CommunityKind.BUILDING: ActivistTitle.HOUSE_ELDER, CommunityKind.TOS: ActivistTitle.TOS_CHAIR}


def seat(town, community, user) -> None:
    """Give a community its first activist, as the administrator would: a chair needs the head, too."""
    administrator = town.staff[StaffRole.ADMINISTRATOR]
    title = TITLES.get(community.kind, ActivistTitle.ACTIVIST)
    if title not in CHAIRS:
        actions.grant_activist(community, user=user, title=title, by=administrator)
        return
    proposal = actions.propose_chair(
        community,
        user=user,
        title=title,
        by=administrator,
        protocol_number="1",
        protocol_date=town.municipality.today(),
    )
    actions.approve_chair(proposal, by=town.staff[StaffRole.HEAD])


def give_terms(town) -> None:
    """Yesterday and today: a council's chair by two people, a proposal that waits, terms, a visit to the desk."""
    administrator, now = town.staff[StaffRole.ADMINISTRATOR], town.now
    first, second = [house.title for house in town.place.houses[:2]]
    year = now.date().year
    with clock.set_to(town.days_ago(30)):
        chair = _propose(town, first, town.residents[first][1], number="2")
        actions.approve_chair(chair, by=town.staff[StaffRole.CONTROLLER])
        elder = town.residents[first][2]
        actions.grant_activist(
            town.communities[first],
            user=elder,
            title=ActivistTitle.ENTRANCE_ELDER,
            by=administrator,
            term_ends_on=now.date() + timedelta(days=12),
        )
    with clock.set_to(town.days_ago(1)):
        _propose(town, second, town.residents[second][1], number=f"1/{year}")
        _receive(town)


def _propose(town, title, user, *, number):
    forget(user)
    return actions.propose_chair(
        town.communities[title],
        user=user,
        title=ActivistTitle.COUNCIL_CHAIR,
        by=town.staff[StaffRole.ADMINISTRATOR],
        protocol_number=number,
        protocol_date=town.municipality.today(town.days_ago(35)),
        term_ends_on=town.municipality.today(town.now) + timedelta(days=700),
    )


def _receive(town) -> None:
    """A person without an account comes to the specialist, who asks on their behalf to be let into a house."""
    specialist, title = town.staff[StaffRole.SPECIALIST], town.place.houses[0].title
    first_name, last_name = town.cast.next_name()
    visitor = desk.register_resident(
        first_name=first_name,
        last_name=last_name,
        phone=f"+7999000{town.place.seed:04}",
        by=specialist,
        municipality=town.municipality,
    )
    visit = desk.start_visit(visitor, by=specialist, municipality=town.municipality, consent=DeskConsent.PAPER)
    visitor.desk_visit = visit
    actions.request_membership(
        town.communities[title], by=visitor, tenure=Tenure.TENANT, flat="12", entrance=1, declared_age=18
    )
    desk.end_visit(visit, by=specialist)
