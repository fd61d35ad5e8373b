"""Builds a town: its staff, houses, residents and pages. What they do then is in `home.demo.life`."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from wagtail.coreutils import string_to_ascii

from accounts.actions import give_consent
from accounts.models import User
from communities import actions as membership
from communities.models import (
    CommunityIndexPage,
    CommunityKind,
    CommunityPage,
    ManagementForm,
    ManagingOrganisation,
    Tenure,
)
from communities.staff import give_role
from core import clock, photos
from core.text import folded
from home.demo import pictures, premises
from home.demo.people import Cast
from home.demo.places import Place
from home.demo.roles import seat
from home.demo.working import keep_hours
from home.town import found_town
from municipalities.models import Department, Municipality, StaffMember, StaffRole

# The same for every printed account; production refuses to start where such accounts exist.
PASSWORD = "veche-demo-2026"  # noqa: S105
FOUNDED_DAYS_AGO = 400
# Where fewer than this have joined, five neighbours are enough to put an initiative to the vote.
SMALL_HOUSE = 10


@dataclass
class Town:
    """A town under construction and whom to call upon."""

    place: Place
    now: datetime
    operator: User
    municipality: Municipality = None
    staff: dict[str, User] = field(default_factory=dict)
    communities: dict[str, CommunityPage] = field(default_factory=dict)
    residents: dict[str, list[User]] = field(default_factory=dict)
    activists: dict[str, User] = field(default_factory=dict)
    accounts: list[dict] = field(default_factory=list)

    def __post_init__(self):
        self.cast = Cast(self.place.seed, self.place.domain)
        self.random = self.cast.random
        self.password = make_password(PASSWORD)

    def days_ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)

    def person(self, name=None, email=None) -> User:
        """Sign somebody up: with a confirmed address and their consent."""
        first_name, last_name = name or self.cast.next_name()
        email = email or self.cast.address(first_name, last_name)
        user = User.objects.create(email=email, first_name=first_name, last_name=last_name, password=self.password)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        # Everybody agreed to the present text, however long they have been here.
        with clock.set_to(self.now):
            give_consent(user)
        return user

    def account(self, role: str, user: User, community: str = "") -> None:
        """Print this account: its role, sign-in and where to look."""
        self.accounts.append(
            {
                "role": role,
                "login": user.email,
                "password": PASSWORD,
                "community": community,
                "url": self.municipality.site.root_url,
            }
        )


def build(place: Place, *, now: datetime, operator: User) -> Town:
    """Found a town and settle it, as of `FOUNDED_DAYS_AGO` days before `now`."""
    town = Town(place, now, operator)
    with clock.set_to(town.days_ago(FOUNDED_DAYS_AGO)):
        town.municipality = found_town(
            host=place.host, port=settings.PORT, heading=place.heading, lead=place.lead, **place.fields
        )
        _hire(town)
        keep_hours(town)
        _raise_houses(town)
        premises.register(town)
    houses_first = sorted(town.communities, key=lambda title: not town.communities[title].is_building)
    for days, title in enumerate(houses_first):
        # Houses fill one after another, in the order in which they joined the site.
        with clock.set_to(town.days_ago(FOUNDED_DAYS_AGO - 5 - days)):
            _settle(town, title)
    return town


def _hire(town: Town) -> None:
    municipality = town.municipality
    departments = [
        Department.objects.create(municipality=municipality, name=name, phone=phone)
        for name, phone in town.place.departments
    ]
    posts = [
        (StaffRole.ADMINISTRATOR, "admin", None, "администратор сайта"),
        (StaffRole.HEAD, "glava", None, f"глава {municipality.name_genitive}"),
        (StaffRole.CONTROLLER, "kontrol", None, "начальник отдела контроля"),
        (StaffRole.SPECIALIST, "specialist", departments[0], "ведущий специалист"),
        (StaffRole.EDITOR, "redaktor", departments[-1], "редактор"),
    ]
    for role, login, department, position in posts:
        user = town.person(email=f"{login}@{town.place.domain}")
        give_role(user, role, municipality=municipality, by=town.operator, department=department, position=position)
        town.staff[role] = user
        town.account(role, user)


def _raise_houses(town: Town) -> None:
    place, municipality = town.place, town.municipality
    index = CommunityIndexPage.objects.child_of(municipality.site.root_page).get()
    name, phone, hours = place.company
    company = ManagingOrganisation.objects.create(municipality=municipality, name=name, phone=phone, hours=hours)
    curator = StaffMember.objects.get(user=town.staff[StaffRole.SPECIALIST])
    for group in place.groups:
        town.communities[group.title] = index.add_child(
            instance=CommunityPage(
                title=group.title,
                slug=group.slug,
                municipality=municipality,
                kind=group.kind,
                topic=group.topic,
                latitude=group.latitude,
                longitude=group.longitude,
                about=[("text", f"<p>{group.about}</p>")],
                boundary_decision=group.boundary_decision,
                charter_registration_number=group.charter,
                curator=curator,
            )
        )
    for number, house in enumerate(place.houses):
        page = CommunityPage(
            title=house.title,
            slug=_slug(house),
            municipality=municipality,
            kind=CommunityKind.BUILDING,
            street=house.street,
            house=house.number,
            latitude=house.latitude,
            longitude=house.longitude,
            year_built=house.year,
            floors=house.floors,
            entrances=house.entrances,
            flats=house.flats,
            area_hundredths=house.flats * 4830,
            management_form=ManagementForm.COMPANY,
            managing_organisation=company,
            curator=curator,
            support_threshold=5 if house.members < SMALL_HOUSE else None,
            part_of=town.communities.get(house.tos),
            photo=photos.take_in(
                pictures.upload("house", variant=number),
                by=None,
                description=pictures.DESCRIPTIONS["house"],
                collection=municipality.collection,
                is_private=False,
            ),
        )
        town.communities[house.title] = index.add_child(instance=page)
    # As if published in the admin: the year's figures go by the day.
    opened = clock.now()
    CommunityPage.objects.within(municipality).update(first_published_at=opened, last_published_at=opened)


def _slug(house) -> str:
    return "-".join(
        folded(string_to_ascii(f"{house.street.partition('. ')[2]} {house.number}").replace("'", "")).split()
    )


def _settle(town: Town, title: str) -> None:
    """Residents ask to join; the administrator confirms the first, who becomes the activist and confirms the rest."""
    community = town.communities[title]
    administrator = town.staff[StaffRole.ADMINISTRATOR]
    houses = {house.title: house for house in town.place.houses}
    sizes = {name: house.members for name, house in houses.items()}
    sizes |= {group.title: group.members for group in town.place.groups}
    people = []
    for number in range(sizes[title]):
        user = _newcomer(town, community, number)
        entrance, flat = premises.home_of(houses[title], number) if title in houses else (None, "")
        request = membership.request_membership(
            community,
            by=user,
            tenure=Tenure.OWNER if number % 3 else Tenure.FAMILY,
            entrance=entrance,
            flat=str(flat),
            declared_age=18,
        )
        membership.verify_membership(request, by=people[0] if people else administrator)
        if not people:
            seat(town, community, user)
            town.activists[title] = user
        people.append(user)
    town.residents[title] = people


def _newcomer(town: Town, community, number: int) -> User:
    """A new resident; those of a ТОС and of groups are mostly people of the houses, who belong to both."""
    if community.is_building or number == 0:
        return town.person()
    here = set(community.memberships.values_list("user_id", flat=True))
    settled = [user for people in town.residents.values() for user in people if user.pk not in here]
    return town.random.choice(settled) if settled else town.person()
