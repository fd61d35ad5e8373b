"""Rules of votes in the admin: the administrator's, of their own town only."""

from datetime import date

import pytest
from django.urls import reverse

from voting.models import RulePreset

HOST = {"host": "localhost"}
RULES = {
    "name": "Устав ТОС «Юбилейный»", "source": "Устав, п. 4.2", "certainty": "", "valid_from": "2026-01-01",
    "valid_until": "", "quorum_base": "roll", "quorum_numerator": "1", "quorum_denominator": "2",
    "quorum_strict": "on", "kind": "decision", "counted_by": "", "threshold_base": "cast", "threshold_numerator": "2",
    "threshold_denominator": "3", "tie": "none", "needed": "", "min_age": "18",
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
    assert (preset.threshold_numerator, preset.threshold_denominator, preset.threshold_strict) == (2, 3, False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"quorum_numerator": "3"},
        {"quorum_denominator": "0"},
        {"threshold_numerator": "4"},
        {"threshold_denominator": "0"},
        {"valid_until": "2025-01-01"},
        {"min_age": "999999"},
        {"kind": "support"},
        {"kind": "poll", "tie": "lot"},
    ],
)
def test_rules_that_cannot_be_are_refused_with_words(client, olga, wrong):
    client.force_login(olga)

    response = client.post(reverse("rules:add"), RULES | wrong, headers=HOST)

    assert response.status_code == 200
    assert not RulePreset.objects.filter(name=RULES["name"]).exists()


def test_rules_of_other_towns_do_not_exist_here(client, olga, theirs):
    client.force_login(olga)

    assert theirs.name not in client.get(reverse("rules:index"), headers=HOST).content.decode()
    for page in ("edit", "delete", "history", "usage", "copy"):
        assert client.get(reverse(f"rules:{page}", args=[theirs.pk]), headers=HOST).status_code == 404


def test_rules_of_the_law_are_shown_with_their_source_and_never_changed(client, olga):
    client.force_login(olga)

    listed = client.get(reverse("rules:index"), headers=HOST).content.decode()

    for law in RulePreset.objects.filter(municipality=None):
        assert law.name in listed and law.source in listed and law.certainty in listed
        assert reverse("rules:copy", args=[law.pk]) in listed
        for page in ("edit", "delete", "history", "usage"):
            address = reverse(f"rules:{page}", args=[law.pk])
            assert address not in listed
            assert client.get(address, headers=HOST).status_code == 404
            assert client.post(address, RULES, headers=HOST).status_code == 404


def test_rules_of_the_law_are_copied_to_be_edited(client, town, olga):
    client.force_login(olga)
    law = RulePreset.objects.filter(municipality=None, kind="decision").first()
    address = reverse("rules:copy", args=[law.pk])
    before = RulePreset.objects.filter(pk=law.pk).values().get()

    form = client.get(address, headers=HOST).context["form"]
    response = client.post(address, RULES, headers=HOST)

    assert (form["name"].value(), form["source"].value()) == (law.name, law.source)
    assert form["threshold_base"].value() == law.threshold_base
    assert response.status_code == 302
    copy = RulePreset.objects.get(name=RULES["name"])
    assert copy.municipality == town
    assert RulePreset.objects.filter(pk=law.pk).values().get() == before


def test_an_editor_does_not_write_rules(client, egor):
    client.force_login(egor)

    assert client.post(reverse("rules:add"), RULES, headers=HOST).status_code in (302, 403)
    assert not RulePreset.objects.filter(name=RULES["name"]).exists()
