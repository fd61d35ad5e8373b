"""Rules of votes in the admin: the administrator's, of their own town only."""

from datetime import date

import pytest
from django.urls import reverse

from voting.models import RulePreset

HOST = {"host": "localhost"}
RULES = {
    "name": "Устав ТОС «Юбилейный»", "source": "Устав, п. 4.2", "certainty": "", "valid_from": "2026-01-01",
    "valid_until": "", "quorum_base": "roll", "quorum_numerator": "1", "quorum_denominator": "2",
    "quorum_strict": "on", "majority": "simple", "min_age": "18",
}  # fmt: skip


@pytest.fixture
def theirs(palana):
    return RulePreset.objects.create(
        municipality=palana, name="Правила Паланы", source="Решение", valid_from=date(2026, 1, 1)
    )


def test_the_administrator_adds_rules_to_their_own_town(client, town, olga):
    client.force_login(olga)

    response = client.post(reverse("rules:add"), RULES, headers=HOST)

    assert response.status_code == 302
    preset = RulePreset.objects.get(name=RULES["name"])
    assert preset.municipality == town
    assert preset.quorum_strict is True


@pytest.mark.parametrize(
    "wrong",
    [{"quorum_numerator": "3"}, {"quorum_denominator": "0"}, {"valid_until": "2025-01-01"}, {"min_age": "999999"}],
)
def test_rules_that_cannot_be_are_refused_with_words(client, olga, wrong):
    client.force_login(olga)

    response = client.post(reverse("rules:add"), RULES | wrong, headers=HOST)

    assert response.status_code == 200
    assert not RulePreset.objects.filter(name=RULES["name"]).exists()


def test_rules_of_the_law_and_of_other_towns_do_not_exist_here(client, olga, theirs):
    client.force_login(olga)
    law = RulePreset.objects.filter(municipality=None).first()

    listed = client.get(reverse("rules:index"), headers=HOST).content.decode()

    assert theirs.name not in listed and law.name not in listed
    for preset in (theirs, law):
        for page in ("edit", "delete", "history", "usage"):
            assert client.get(reverse(f"rules:{page}", args=[preset.pk]), headers=HOST).status_code == 404


def test_an_editor_does_not_write_rules(client, egor):
    client.force_login(egor)

    assert client.post(reverse("rules:add"), RULES, headers=HOST).status_code in (302, 403)
    assert not RulePreset.objects.filter(name=RULES["name"]).exists()
