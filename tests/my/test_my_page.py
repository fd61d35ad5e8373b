"""My page: what awaits each role, what is mine, what I was told."""

from datetime import timedelta

import pytest

from communities.actions import request_membership
from core import clock
from feed.models import AbuseReport, Comment, HideReason, Thread
from initiatives.actions import draft as drafts
from initiatives.models import Follow, HelpKind, HelpOffer, Initiative, InitiativeState
from journal.actions import record
from journal.models import Event
from journal.verbs import Verb
from notifications.models import Channel, Notification
from tests.cast import NOON, make_community, make_person
from tests.initiatives.making import make_many, make_published
from voting.actions import cast_ballot, schedule_vote
from voting.models import RulePreset, Secrecy

HOST = {"host": "localhost"}
State = InitiativeState


@pytest.fixture(autouse=True)
def noon():
    with clock.set_to(NOON):
        yield


def show(client, user, path="/me/"):
    client.force_login(user)
    answer = client.get(path, headers=HOST)
    assert answer.status_code == 200
    return answer.content.decode()


def tasks(client, user):
    show(client, user)
    return [(task.what, task.title) for task in client.get("/me/", headers=HOST).context["tasks"]]


def vote_in(community, by, secrecy=Secrecy.CLOSED, title="Ставим площадку?"):
    return schedule_vote(
        community=community,
        electorate=[community],
        title=title,
        description="",
        preset=RulePreset.objects.first(),
        secrecy=secrecy,
        replaceable=False,
        turnout_shown=True,
        opens_at=NOON,
        closes_at=NOON + timedelta(days=14),
        items=[title],
        by=by,
    )


def test_guests_are_asked_to_sign_in(client, town):
    answer = client.get("/me/", headers=HOST)

    assert answer["Location"] == "/accounts/login/?next=/me/"


def test_a_newcomer_is_led_to_their_house(client, town, pavel):
    page = show(client, pavel)

    assert "Найдите свой дом" in page
    assert 'action="/communities/"' in page


def test_an_open_vote_awaits_until_it_is_cast(client, anna, vera, boris, lenina):
    vote = vote_in(lenina, vera, Secrecy.SECRET)
    assert tasks(client, anna) == [("Проголосуйте", "Ставим площадку?")]
    assert tasks(client, boris) == []

    receipt = cast_ballot(vote, by=anna, choices={vote.items.get().order: "against"}, nonce="1" * 32)

    page = show(client, anna)
    assert tasks(client, anna) == []
    assert "Вы проголосовали" in page and "Ставим площадку?" in page
    assert receipt not in page
    assert "Против" not in page and "ротив" not in page


def test_an_ended_vote_awaits_nobody(client, anna, vera, lenina):
    vote = vote_in(lenina, vera)

    with clock.set_to(vote.closes_at):
        assert tasks(client, anna) == []


def test_an_activist_sees_requests_reviews_and_what_can_be_put_to_vote(client, anna, vera, boris, pavel, lenina, mira):
    request_membership(lenina, by=pavel, declared_age=18)
    request_membership(mira, by=anna, declared_age=18)
    draft = {"created_at": NOON, "state_changed_at": NOON, "municipality": lenina.municipality}
    Initiative.objects.create(title="Скамейки", community=lenina, author=anna, state=State.REVIEW, **draft)
    Initiative.objects.create(title="Соседние", community=mira, author=boris, state=State.REVIEW, **draft)
    Initiative.objects.create(title="Своя", community=lenina, author=vera, state=State.REVIEW, **draft)
    make_published("Созрела", lenina, author=anna, support_count=10, verified_support_count=10)
    make_published("Рано", lenina, author=anna, support_count=10, verified_support_count=9)

    assert tasks(client, vera) == [
        ("Подтвердите соседа", "Павел Г."),
        ("Проверьте инициативу", "Скамейки"),
        ("Вынесите инициативу на голосование", "Созрела"),
    ]


def test_an_invitation_into_a_group_awaits_an_answer(client, anna, vera, lenina, palana):
    draft = {"created_at": NOON, "state_changed_at": NOON, "author": anna}
    mine = Initiative.objects.create(title="Скамейки", community=lenina, municipality=lenina.municipality, **draft)
    foreign = make_community(palana, "ул. Поротова, 24", slug="porotova-24")
    elsewhere = Initiative.objects.create(title="Не здесь", community=foreign, municipality=palana, **draft)
    ended = make_published("Кончилась", lenina, author=anna, state=State.ARCHIVED)
    for initiative in (mine, elsewhere, ended):
        initiative.group.create(user=vera, invited_at=NOON)

    assert tasks(client, vera) == [("Вас зовут в инициативную группу", "Скамейки")]
    assert "Войти в группу" in show(client, vera, mine.get_absolute_url())

    drafts.agree_to_join(mine, by=vera)

    assert ("Вас зовут в инициативную группу", "Скамейки") not in tasks(client, vera)
    assert "Войти в группу" not in show(client, vera, mine.get_absolute_url())


def test_an_administrator_sees_the_queues_of_the_whole_town_and_no_other(client, olga, pavel, lenina, palana):
    foreign = make_community(palana, "ул. Поротова, 24", slug="porotova-24")
    request_membership(lenina, by=pavel, declared_age=18)
    request_membership(foreign, by=pavel, declared_age=18)

    assert tasks(client, olga) == [("Подтвердите соседа", "Павел Г.")]


def test_deciders_decide_and_specialists_conclude(client, anna, nina, gleb, semyon, lenina):
    initiative = make_published("Фонари", lenina, author=anna, state=State.CONSIDERATION)

    assert tasks(client, nina) == [("Примите решение по инициативе", "Фонари")]
    assert tasks(client, gleb) == [("Дайте заключение", "Фонари")]
    assert tasks(client, semyon) == []

    initiative.conclusions.create(author=gleb, text="Можно", added_at=NOON)
    assert tasks(client, gleb) == []


def test_an_author_sees_their_own_unfinished_business(client, anna, boris, lenina):
    draft = {"created_at": NOON, "state_changed_at": NOON, "municipality": lenina.municipality, "community": lenina}
    Initiative.objects.create(title="Черновик", author=anna, **draft)
    Initiative.objects.create(title="Возвращённая", author=anna, review_note="Добавьте фото", **draft)
    Initiative.objects.create(title="Чужой черновик", author=boris, **draft)
    make_published("Доработка", lenina, author=anna, state=State.REWORK)
    make_published("Поддержана", lenina, author=anna, state=State.APPROVED)
    make_published("Идёт", lenina, author=anna, state=State.IN_PROGRESS)
    make_published("Готова", lenina, author=anna, state=State.DONE)

    assert dict(reversed(pair) for pair in tasks(client, anna)) == {
        "Черновик": "Допишите черновик",
        "Возвращённая": "Исправьте черновик: его вернули",
        "Доработка": "Доработайте инициативу",
        "Поддержана": "Запланируйте работы",
        "Идёт": "Расскажите о ходе работ",
    }
    assert "Чужой черновик" not in show(client, anna)


def test_complaints_await_moderators_and_not_the_author(client, vera, anna, olga, lenina, town):
    thread = Thread.objects.create(municipality=town, community=lenina, title="Спор", url="/x/")
    words = Comment.objects.create(thread=thread, author=vera, text="!", created_at=NOON)
    AbuseReport.objects.create(comment=words, reporter=anna, reason=HideReason.SPAM, created_at=NOON)

    assert tasks(client, vera) == []
    assert tasks(client, olga) == [("Рассмотрите жалобу", "Спор")]


def test_offers_of_help_are_mine_only(client, anna, boris, lenina):
    initiative = make_published("Субботник", lenina, author=anna)
    HelpOffer.objects.create(initiative=initiative, user=boris, kind=HelpKind.TOOLS, note="лопата", offered_at=NOON)

    assert "лопата" in show(client, boris)
    assert "лопата" not in show(client, anna)


# --- notifications


def tell(user, target, town, verb=Verb.INITIATIVE_APPROVED):
    event = record(verb, target, municipality=town)
    return Notification.objects.create(event=event, recipient=user, channel=Channel.INBOX, created_at=NOON)


def test_the_inbox_shows_my_news_until_they_are_read(client, anna, boris, lenina, town):
    initiative = make_published("Фонари", lenina, author=anna)
    tell(anna, initiative, town)

    page = show(client, anna, "/me/notifications/")
    assert "Администрация поддержала инициативу «Фонари»" in page
    assert f'href="{initiative.get_absolute_url()}"' in page
    assert "Новое" in page
    assert "Фонари" not in show(client, boris, "/me/notifications/")

    client.force_login(anna)
    assert client.get("/me/notifications/read/", headers=HOST).status_code == 405
    assert client.post("/me/notifications/read/", headers=HOST)["Location"] == "/me/notifications/"
    page = client.get("/me/notifications/", headers=HOST).content.decode()
    assert "Фонари" in page and "Отметить всё прочитанным" not in page


def test_reading_mine_leaves_others_unread(client, anna, boris, lenina, town):
    initiative = make_published("Фонари", lenina, author=anna)
    mine, other = tell(anna, initiative, town), tell(boris, initiative, town)

    client.force_login(anna)
    client.post("/me/notifications/read/", headers=HOST)

    mine.refresh_from_db()
    other.refresh_from_db()
    assert mine.read_at and not other.read_at


def test_the_inbox_of_another_town_stays_there(client, anna, palana):
    foreign = make_published("Снег", make_community(palana, "ул. Поротова, 24", slug="porotova-24"), author=anna)
    tell(anna, foreign, palana)

    assert "Снег" not in show(client, anna, "/me/notifications/")
    assert "Снег" not in show(client, anna)


def test_what_became_private_leaves_no_line(client, anna, boris, lenina, town):
    initiative = make_published("Фонари", lenina, author=anna)
    tell(boris, initiative, town)
    assert "Фонари" in show(client, boris)

    Initiative.objects.filter(pk=initiative.pk).update(state=State.WITHDRAWN, published_at=None, number=None)

    assert "Фонари" not in show(client, boris)
    assert "Фонари" not in show(client, boris, "/me/notifications/")


# --- settings


def test_a_new_name_is_checked_as_at_sign_up(client, anna):
    client.force_login(anna)
    refused = client.post("/me/settings/", {"first_name": "Глава", "last_name": "Ильина"}, headers=HOST)
    assert refused.status_code == 200 and 'href="#id_first_name"' in refused.content.decode()

    client.post("/me/settings/", {"first_name": "Анна", "last_name": "Петрова"}, headers=HOST)

    anna.refresh_from_db()
    assert anna.public_name == "Анна П."


def test_settings_change_nothing_but_the_name(client, anna):
    client.force_login(anna)

    client.post(
        "/me/settings/",
        {
            "first_name": "Анна",
            "last_name": "Ильина",
            "is_staff": "on",
            "is_superuser": "on",
            "email": "x@example.org",
        },
        headers=HOST,
    )

    anna.refresh_from_db()
    assert not anna.is_staff and not anna.is_superuser
    assert anna.email != "x@a.ru"


# --- the working place


@pytest.mark.parametrize(
    ("who", "there", "closed"),
    [
        ("gleb", ["/control/", "/appeals/desk/", "/assignments/mine/"], []),
        ("nina", ["/control/", "/appeals/desk/", "/assignments/mine/"], []),
        ("olga", ["/meetings/"], ["/control/", "/appeals/desk/", "/assignments/mine/"]),
    ],
)
def test_staff_find_the_working_place_though_nothing_awaits(request, client, who, there, closed):
    page = show(client, request.getfixturevalue(who))
    nav = page.partition('aria-label="Меню рабочего места"')[2].partition("</nav>")[0]

    assert [address for address in there if f'href="{address}"' in nav] == there
    assert not [address for address in closed if f'href="{address}"' in nav]
    # The control desk takes a specialist to the assignments of their department.
    assert all(client.get(address, headers=HOST, follow=True).status_code == 200 for address in there)


def test_residents_are_shown_no_working_place(client, anna, vera):
    assert "Меню рабочего места" not in show(client, anna) + show(client, vera)


# --- size


def fill(community, owner, times):
    """Everything my page counts, `times` over."""

    town = community.municipality
    people = [make_person("Житель", f"Я{'а' * number}", email=f"crowd{number}@example.org") for number in range(3)]
    for person in people:
        request_membership(community, by=person, declared_age=18)
    mine = make_many(times, community, author=owner)
    make_many(times, community, state=State.CONSIDERATION, author=people[0])
    make_many(times, community, author=people[0], support_count=20, verified_support_count=20)
    HelpOffer.objects.bulk_create(
        HelpOffer(initiative=one, user=owner, kind=HelpKind.HANDS, offered_at=NOON) for one in mine
    )
    Follow.objects.bulk_create(Follow(initiative=one, user=owner, at=NOON) for one in mine)
    event = record(Verb.INITIATIVE_APPROVED, mine[0], municipality=town)
    events = Event.objects.bulk_create(
        Event(
            municipality=town, at=NOON, verb=event.verb, target_type=event.target_type, target_id=one.pk, data={}
        )
        for one in mine
    )  # fmt: skip
    Notification.objects.bulk_create(
        Notification(event=one, recipient=owner, channel=Channel.INBOX, created_at=NOON) for one in events
    )


@pytest.mark.parametrize("times", [10, 1000])
@pytest.mark.parametrize("path", ["/me/", "/me/notifications/"])
def test_my_page_costs_the_same_at_any_size(
    client, anna, vera, nina, lenina, times, path, django_assert_max_num_queries
):
    vote_in(lenina, vera)
    fill(lenina, vera, times)
    client.force_login(vera)
    client.get(path, headers=HOST)

    with django_assert_max_num_queries(29):
        client.get(path, headers=HOST)
