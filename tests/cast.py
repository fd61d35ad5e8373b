"""The town and the people that tests speak of.

`anna` lives in `lenina` (ул. Ленина, 1), `boris` next door in `mira`; `vera` is the elder of `lenina`; `gleb` works in
`roads`; `nina` controls; `egor` edits; `olga` administers; `pavel` has an account and belongs nowhere. `palana` is
another town with `semyon`, its controller.
"""

from datetime import UTC, datetime

from allauth.account.models import EmailAddress

from accounts.models import User
from communities.models import (
    ActivistRole,
    ActivistTitle,
    CommunityIndexPage,
    CommunityKind,
    CommunityPage,
    Membership,
    MembershipState,
)
from communities.staff import give_role
from home.town import found_town
from municipalities.models import Department, StaffRole
from tests.stages import part

PASSWORD = "synthetic-pass-1"  # noqa: S105
# A Monday noon in Moscow, away from holidays.
NOON = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)


def make_person(first_name, last_name, **fields) -> User:
    """A person with a confirmed e-mail."""
    number = User.objects.count() + 1
    email = fields.pop("email", f"person{number}@example.org")
    user = User(email=email, first_name=first_name, last_name=last_name, **fields)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def make_community(town, title, **fields) -> CommunityPage:
    index = CommunityIndexPage.objects.child_of(town.site.root_page).get()
    fields.setdefault("kind", CommunityKind.BUILDING)
    return index.add_child(instance=CommunityPage(title=title, municipality=town, **fields))


def make_member(user, community, *, at=NOON, **fields) -> Membership:
    """A verified member, as if accepted long ago."""
    fields.setdefault("declared_age", 18)
    return Membership.objects.create(
        user=user, community=community, state=MembershipState.VERIFIED, requested_at=at, decided_at=at, **fields
    )


def make_members(community, count) -> list[User]:
    """Many verified members at once."""
    start = User.objects.count()
    users = User.objects.bulk_create(
        User(email=f"crowd{start + number}@example.org", first_name="Житель", last_name=f"Я{number}", password="!")
        for number in range(count)
    )
    for user in users:
        make_member(user, community)
    return users


@part
def operator(db):
    return make_person("Ольга", "Оператор", is_staff=True, is_superuser=True)


@part
def town(operator):
    return found_town(
        host="localhost",
        port=80,
        heading="Каким будет ваш двор, решаете вы с соседями",
        name="Заречный",
        name_genitive="Заречного",
        brand_name="Дворы Заречного",
        region="Пензенская область",
        timezone="Europe/Moscow",
        latitude=53.2,
        longitude=45.17,
    )


@part
def palana(operator):
    return found_town(
        host="palana.localhost",
        port=80,
        heading="Палана: решаем вместе",
        name="Палана",
        name_genitive="Паланы",
        brand_name="Дворы Паланы",
        region="Камчатский край",
        timezone="Asia/Kamchatka",
        kind="settlement",
        latitude=59.08,
        longitude=159.95,
    )


@part
def lenina(town):
    return make_community(
        town, "ул. Ленина, 1", slug="lenina-1", street="ул. Ленина", house="1", entrances=4, flats=80, year_built=1961,
        latitude=53.201, longitude=45.171,
    )  # fmt: skip


@part
def mira(town):
    return make_community(
        town, "пр. Мира, 45", slug="mira-45", street="пр. Мира", house="45", latitude=53.205, longitude=45.175
    )


@part
def anna(lenina):
    user = make_person("Анна", "Ильина")
    make_member(user, lenina, entrance=2, flat="31")
    return user


@part
def boris(mira):
    user = make_person("Борис", "Котов")
    make_member(user, mira)
    return user


@part
def vera(lenina):
    user = make_person("Вера", "Сорокина")
    make_member(user, lenina, entrance=1)
    ActivistRole.objects.create(community=lenina, user=user, title=ActivistTitle.HOUSE_ELDER, granted_at=NOON)
    return user


@part
def pavel(db):
    return make_person("Павел", "Гостев")


@part
def roads(town):
    return Department.objects.create(municipality=town, name="Отдел дорог")


@part
def gleb(town, roads, operator):
    user = make_person("Глеб", "Тимофеев")
    give_role(user, StaffRole.SPECIALIST, municipality=town, by=operator, department=roads, position="инженер")
    return user


@part
def nina(town, operator):
    user = make_person("Нина", "Климова")
    give_role(user, StaffRole.CONTROLLER, municipality=town, by=operator, position="начальник отдела")
    return user


@part
def egor(town, operator):
    user = make_person("Егор", "Редькин")
    give_role(user, StaffRole.EDITOR, municipality=town, by=operator)
    return user


@part
def olga(town, operator):
    user = make_person("Ольга", "Админова")
    give_role(user, StaffRole.ADMINISTRATOR, municipality=town, by=operator)
    return user


@part
def semyon(palana, operator):
    user = make_person("Семён", "Паланский")
    give_role(user, StaffRole.CONTROLLER, municipality=palana, by=operator)
    return user
