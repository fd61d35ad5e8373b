"""Changes of the text after discussion began (decision 7)."""

import pytest
from django.core.exceptions import ValidationError

from initiatives import actions
from initiatives.misprints import are_misprints
from initiatives.models import Follow, InitiativeState, Support, TextRevision
from journal.models import Event
from journal.verbs import Verb
from tests.initiatives.conftest import TEXTS, gather

S = InitiativeState


@pytest.mark.parametrize(
    ("before", "after", "small"),
    [
        ("Новая плошадка", "Новая площадка", True),
        ("Поставить скамейки", "Поставить скамейки.", True),
        ("Поставить 2 скамейки", "Поставить 8 скамеек", False),
        ("Поставить скамейки", "Поставить скамейки и фонари вдоль всей дорожки", False),
        ("Площадка для детей", "Стоянка для машин", False),
        ("", "Всё новое предложение", False),
        ("слово " * 400, "слово " * 399 + "слова ", True),
        ("слово " * 400, "другое " * 400, False),
    ],
)
def test_misprints_are_told_from_changes(before, after, small):
    assert are_misprints(before, after) is small


def test_correcting_keeps_the_former_text_and_the_support(make, anna):
    initiative = make(S.DISCUSSION)
    gather(initiative, 2)

    actions.correct(initiative, by=anna, **{**TEXTS, "title": "Новая детская площадка вместо старых качелей!"})

    initiative.refresh_from_db()
    initiative.thread.refresh_from_db()
    revision = TextRevision.objects.get()
    assert initiative.title == initiative.thread.title == "Новая детская площадка вместо старых качелей!"
    assert (revision.title, revision.is_material) == (TEXTS["title"], False)
    assert initiative.verified_support_count == 2


def test_a_change_of_sense_is_not_a_misprint(make, anna):
    initiative = make(S.DISCUSSION)

    with pytest.raises(ValidationError) as refusal:
        actions.correct(initiative, by=anna, **{**TEXTS, "proposal": "Построить стоянку."})

    assert refusal.value.code == "material"
    assert not TextRevision.objects.exists()


def test_material_change_restarts_support_and_tells_supporters(make, anna):
    initiative = make(S.DISCUSSION)
    supporters = gather(initiative, 3)

    actions.change_materially(initiative, by=anna, **{**TEXTS, "proposal": "Построить стоянку."})

    initiative.refresh_from_db()
    assert (initiative.support_count, initiative.verified_support_count) == (0, 0)
    assert not Support.objects.exists()
    assert set(Follow.objects.values_list("user", flat=True)) == {person.pk for person in supporters}
    assert TextRevision.objects.get().is_material
    assert Event.objects.about(initiative).last().verb == Verb.INITIATIVE_CHANGED


def test_material_change_in_rework_goes_back_to_discussion(make, anna):
    initiative = make(S.REWORK)

    actions.change_materially(initiative, by=anna, **{**TEXTS, "proposal": "Построить стоянку."})

    initiative.refresh_from_db()
    assert (initiative.state, initiative.support_count) == (S.DISCUSSION, 0)


def test_saving_the_same_text_is_refused(make, anna):
    initiative = make(S.DISCUSSION)

    for act in (actions.correct, actions.change_materially):
        with pytest.raises(ValidationError) as refusal:
            act(initiative, by=anna, **TEXTS)
        assert refusal.value.code == "unchanged"


def test_text_is_frozen_while_neighbours_vote(make, anna):
    initiative = make(S.VOTING)
    changed = {**TEXTS, "title": "Новая детская площадка вместо старых качелей!"}

    for act, words in [("correct", changed), ("change_materially", changed), ("add_note", {"text": "И ещё"})]:
        with pytest.raises(ValidationError) as refusal:
            getattr(actions, act)(initiative, by=anna, **words)
        assert refusal.value.code == "not_now"


def test_threshold_is_told_again_after_a_material_change(make, anna):
    initiative = make(S.DISCUSSION)
    type(initiative).objects.filter(pk=initiative.pk).update(support_needed=1)
    actions.support(initiative, by=anna)
    actions.change_materially(initiative, by=anna, **{**TEXTS, "proposal": "Построить стоянку."})

    actions.support(initiative, by=anna)

    told = Event.objects.about(initiative).filter(verb=Verb.INITIATIVE_THRESHOLD_REACHED)
    assert told.count() == 2
