"""Neighbours join instead of repeating; two messages about one matter become one."""

from math import cos, radians

import pytest
from django.core.exceptions import ValidationError

from appeals import actions
from appeals.models import AppealCategory, AppealState, Joined
from appeals.similar import similar_to
from tests.cast import make_members

S = AppealState


def test_joining_is_counted_once_and_taken_back(send, boris, vera):
    appeal = send()
    for person in (boris, boris, vera):
        actions.join(appeal, by=person)
    appeal.refresh_from_db()
    assert appeal.joined_count == 2

    actions.leave(appeal, by=boris)
    actions.leave(appeal, by=boris)
    appeal.refresh_from_db()
    assert appeal.joined_count == 1


def test_merging_brings_the_people_over(send, boris, vera, anna, gleb):
    original, repeated = send(), send(by=boris, title="Та же яма")
    older = send(by=vera, title="Яма, прошлая")
    actions.merge(older, by=gleb, original=repeated)
    actions.join(repeated, by=anna)

    actions.merge(repeated, by=gleb, original=original)

    original.refresh_from_db()
    # Boris and Vera, who wrote, but not Anna, whose message it is.
    assert set(Joined.objects.filter(appeal=original).values_list("user", flat=True)) == {boris.pk, vera.pk}
    assert original.joined_count == 2
    older.refresh_from_db()
    assert older.duplicate_of == original


@pytest.mark.parametrize(
    ("prepare", "code"),
    [("itself", "itself"), ("private", "private"), ("duplicate", "merged"), ("declined", "closed")],
)
def test_what_is_not_merged(prepare, code, send, make, gleb, boris, palana):
    repeated = send(by=boris, title="Та же яма")
    original = {
        "itself": lambda: repeated,
        "private": lambda: send(is_public=False),
        "duplicate": lambda: make(S.DUPLICATE),
        "declined": lambda: make(S.DECLINED),
    }[prepare]()

    with pytest.raises(ValidationError) as refusal:
        actions.merge(repeated, by=gleb, original=original)

    assert refusal.value.code == code


def test_similar_by_words_and_place(send, town, lenina, mira, potholes, boris):
    near = send(title="Глубокая яма у второго подъезда", place="ул. Ленина, 1")
    send(title="Яма на проспекте", community=mira, by=boris)
    send(title="Яма тайная у второго подъезда", is_public=False)

    found = similar_to("Яма глубокая у подъезда", municipality=town, category=potholes, community=lenina)

    assert [one.appeal for one in found][0] == near
    assert not any(one.appeal.title.startswith("Яма тайная") for one in found)
    assert similar_to("Собаки", municipality=town) == []


@pytest.fixture
def lamps(town, roads):
    return AppealCategory.objects.create(municipality=town, name="Фонари", department=roads)


# A third of the telling words in common: not enough without the place.
ALIKE = "Яма глубокая, провалился асфальт"
NORTH = 1 / 111_320


@pytest.mark.parametrize(("metres", "is_found"), [(0, True), (250, True), (330, False)])
def test_similar_by_the_place_on_the_map(send, town, potholes, mira, boris, metres, is_found):
    there = {"latitude": 53.3, "longitude": 45.3}
    known = send(title="Глубокая яма", place="", community=mira, by=boris, **there)

    found = similar_to(ALIKE, municipality=town, latitude=53.3 + metres * NORTH, longitude=45.3)
    east = similar_to(ALIKE, municipality=town, latitude=53.3, longitude=45.3 + metres * NORTH / cos(radians(53.3)))

    assert [one.appeal for one in found] == [one.appeal for one in east] == [known] * is_found


def test_a_house_stands_for_a_point_that_was_not_marked(send, town, lenina, mira, boris):
    known = send(title="Глубокая яма", place="", community=lenina)

    near = similar_to(ALIKE, municipality=town, latitude=lenina.latitude + 100 * NORTH, longitude=lenina.longitude)
    by_house = similar_to(ALIKE, municipality=town, community=lenina)
    elsewhere = similar_to(ALIKE, municipality=town, community=mira)

    assert [one.appeal for one in near] == [one.appeal for one in by_house] == [known]
    assert elsewhere == []


def test_similar_by_category_in_the_same_place(send, town, lenina, mira, potholes, lamps, boris):
    here = send(title="Провал в асфальте", place="", community=lenina)
    send(title="Провал у магазина", place="", community=mira, by=boris)
    send(title="Машина у подъезда", place="", community=lenina, category=lamps, by=boris)

    found = similar_to("Колдобина", municipality=town, category=potholes, community=lenina)
    unsaid = similar_to("", municipality=town, category=potholes, community=lenina)

    assert [one.appeal for one in found] == [one.appeal for one in unsaid] == [here]
    assert similar_to("Колдобина", municipality=town, category=potholes) == []
    assert similar_to("Колдобина", municipality=town, community=lenina) == []


def test_neighbours_are_not_led_to_a_private_message(send, lenina, gleb):
    repeated, original = send(), send(is_public=False)
    actions.merge(send(title="Яма, без соседей"), by=gleb, original=original)
    actions.join(repeated, by=make_members(lenina, 1)[0])

    with pytest.raises(ValidationError) as refusal:
        actions.merge(repeated, by=gleb, original=original)

    assert refusal.value.code == "private"


def test_the_same_category_comes_before_another(send, town, lenina, potholes, lamps, boris):
    same = send(title="Глубокая яма", place="")
    other = send(title="Глубокая яма", place="", category=lamps, by=boris)

    found = similar_to("Глубокая яма", municipality=town, category=potholes, community=lenina)

    assert [one.appeal for one in found] == [same, other]
    assert found[0].score > found[1].score


def test_joined_neighbours_are_told_and_private_ones_are_not(send, lenina, gleb, anna):
    from accounts.models import User
    from journal.models import Event
    from notifications.audience import audience

    (neighbour,) = make_members(lenina, 1)
    appeal = send()
    actions.join(appeal, by=neighbour)
    actions.answer(appeal, by=gleb, text="Засыпали.")
    event = Event.objects.about(appeal).last()

    assert set(User.objects.filter(audience(event))) == {anna, neighbour}
    appeal.is_public = False
    appeal.save(update_fields=["is_public"])
    event = Event.objects.get(pk=event.pk)
    assert set(User.objects.filter(audience(event))) == {anna}
