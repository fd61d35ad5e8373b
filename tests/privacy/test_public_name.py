"""The name that neighbours see: «Имя О.», or one's own choice that is nobody else's."""

import pytest
from django.core.exceptions import ValidationError

from accounts.actions import give_consent
from accounts.models import ConsentKind, User
from initiatives.parts import public_name_of
from privacy.actions import choose_name, withdraw_consent
from tests.cast import make_member

HOST = {"host": "localhost"}


def test_name_is_chosen_and_taken_back(anna):
    assert choose_name(anna, name="  Соседка   Аня ").public_name == "Соседка Аня"
    assert choose_name(anna, name="").public_name == "Анна И."


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Администратор", "reserved"),
        ("Глава города", "reserved"),
        ("Aнна", "mixed"),
        ("Аня 31", "letters"),
        ("Вера С.", "taken"),
        ("вера сорокина", "taken"),
        ("Сорокина Вера", "taken"),
        ("ВЕРА-СОРОКИНА", "taken"),
        ("Нина Климова", "taken"),
        ("Анна Ильина", "unpublished"),
    ],
)
def test_names_that_are_refused(anna, vera, nina, name, code):
    with pytest.raises(ValidationError) as refusal:
        choose_name(anna, name=name)

    assert refusal.value.code == code
    assert User.objects.get(pk=anna.pk).chosen_name == ""


def test_name_of_somebody_elsewhere_is_free(anna, boris):
    assert choose_name(anna, name="Борис К.").chosen_name == "Борис К."


def test_name_of_a_neighbour_of_either_house_is_taken(anna, boris, mira):
    make_member(anna, mira)

    with pytest.raises(ValidationError) as refusal:
        choose_name(anna, name="Борис К.")

    assert refusal.value.code == "taken"


def test_full_name_goes_with_its_consent(anna, town):
    give_consent(anna, kind=ConsentKind.PUBLICATION)
    assert choose_name(anna, name="Анна Ильина").public_name == "Анна Ильина"

    withdraw_consent(anna, kind=ConsentKind.PUBLICATION, municipality=town)

    assert User.objects.get(pk=anna.pk).public_name == "Анна И."


@pytest.mark.parametrize("chosen", ["", "Синичка"])
def test_lists_show_the_same_name_as_the_account(anna, chosen):
    choose_name(anna, name=chosen)
    anna.refresh_from_db()

    assert User.objects.values_list(public_name_of(), flat=True).get(pk=anna.pk) == anna.public_name


def test_form_keeps_what_was_typed(client, anna, vera):
    client.force_login(anna)

    refused = client.post("/me/data/name/", {"name": "Вера С."}, headers=HOST)
    assert refused.status_code == 200 and 'value="Вера С."' in refused.content.decode()

    done = client.post("/me/data/name/", {"name": "Синичка"}, headers=HOST)
    assert done.status_code == 302 and User.objects.get(pk=anna.pk).public_name == "Синичка"
