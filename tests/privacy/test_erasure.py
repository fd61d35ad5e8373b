"""An erased person is found nowhere, and what neighbours built together stands."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.keepers import keepers
from accounts.models import User
from communities.models import CodeRedemption, CommunityPage, CommunityPerson, VerificationCode
from core import clock
from feed.models import Comment
from initiatives.models import HelpOffer, Initiative, Support
from journal.models import Event
from journal.verbs import Verb
from privacy import actions, wording
from privacy.models import Cause, Erasure
from tests.cast import NOON, make_person
from tests.privacy import traces
from tests.privacy.somebody import MARKS, WORDS
from voting import actions as voting
from voting.models import RollEntry, VoteState


@pytest.fixture
def erased(somebody, town, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        somebody.act = actions.erase_myself(somebody.person, municipality=town)
    return somebody


def test_no_trace_is_left_anywhere(town, somebody, django_capture_on_commit_callbacks, files_before):
    files = traces.files() - files_before
    found = {mark for _table, mark in traces.in_database(MARKS)} | {mark for _f, mark in traces.in_files(MARKS, files)}
    assert found == set(MARKS), "the search itself must find each mark while the person is there"
    assert len(traces.pointers_to(somebody.pk)) > 25

    with django_capture_on_commit_callbacks(execute=True):
        actions.erase_myself(somebody.person, municipality=town)

    assert traces.in_database(MARKS) == set()
    assert traces.in_files(MARKS, files) == set()
    assert traces.pointers_to(somebody.pk) == set()
    assert traces.in_outbox(MARKS) == set()
    assert {mark for _table, mark in traces.in_database([WORDS])} == {WORDS}, "public words stay, unless asked"


def test_files_of_what_was_private_are_gone(somebody, town, files_before, django_capture_on_commit_callbacks):
    private = [row.photo.file for row in somebody.draft.photos.all()] + [
        row.file for row in somebody.draft.documents.all()
    ]
    assert len(private) == 2 and all(file.storage.exists(file.name) for file in private)

    with django_capture_on_commit_callbacks(execute=True):
        actions.erase_myself(somebody.person, municipality=town)

    assert not any(file.storage.exists(file.name) for file in private)
    assert not Initiative.objects.filter(pk=somebody.draft.pk).exists()


def test_words_go_when_the_person_wants_it(somebody, town):
    actions.erase_myself(somebody.person, municipality=town, with_words=True)

    assert traces.in_database([WORDS]) == set()
    assert Comment.objects.get(pk=somebody.said.pk).author is None


def test_page_of_the_discussion_shows_a_neutral_author(erased, client, lenina):
    answer = client.get(erased.theirs.get_absolute_url(), headers={"host": "localhost"})

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Житель, удаливший учётную запись" in text and WORDS in text and "Ксав" not in text


def test_numbers_that_neighbours_count_on_stay(erased):
    theirs = Initiative.objects.get(pk=erased.theirs.pk)
    assert theirs.support_count == 2
    assert Support.objects.filter(initiative=theirs).count() == 2
    offers = HelpOffer.objects.filter(initiative=theirs)
    assert [(offer.user_id, offer.half_hours, offer.note) for offer in offers] == [(None, 5, "")]


def test_support_stays_when_it_is_counted_anew(erased, boris):
    from initiatives.actions import support

    support(erased.theirs, by=boris)

    theirs = Initiative.objects.get(pk=erased.theirs.pk)
    # Whoever has left the site belongs to no community: their support counts among residents (decision 8).
    assert (theirs.support_count, theirs.verified_support_count) == (3, 1)


def test_used_code_stays_used(erased):
    assert VerificationCode.objects.get().uses == 1
    assert not CodeRedemption.objects.exists()


def test_public_initiative_finds_an_heir(erased, vera):
    public = Initiative.objects.get(pk=erased.public.pk)

    assert public.author == vera
    assert Event.objects.about(public).filter(verb=Verb.INITIATIVE_PASSED_ON).exists()


def test_ballots_are_counted_and_can_be_checked(erased):
    with clock.set_to(NOON + timedelta(days=14)):
        voting.close_due_votes()
        voting.count_closed_votes()

    for vote in erased.votes:
        vote.refresh_from_db()
        assert (vote.state, vote.turnout) == (VoteState.COUNTED, 1)
        assert vote.items.get().votes_for == 1
        # The roll and its fingerprint are made of keys, which stay.
        assert RollEntry.objects.filter(vote=vote, key=erased.key, voters__voter_key=erased.key).exists()
    assert not User.objects.filter(actor_key=erased.key).exists()


def test_session_is_over_at_once(erased):
    answer = erased.client.get("/me/", headers={"host": "localhost"})

    assert answer.status_code == 302


def test_journal_says_that_and_not_who(erased, town):
    event = Event.objects.filter(verb=Verb.PERSON_ERASED).get()

    assert event.target == erased.act
    assert event.actor_key is None, "the key would lead from the act to all that the person did"
    assert event.data == {"cause": Cause.REQUEST}


def test_act_lists_what_was_destroyed(erased, client):
    act = erased.act
    assert act.gone["account"] == act.gone["memberships"] == 1
    assert act.gone["drafts"] == 1 and act.kept["roll_entries"] == 2
    assert set(act.gone) <= set(wording.GONE) and set(act.kept) <= set(wording.KEPT)

    page = client.get(f"/me/data/acts/{act.public_id}/", headers={"host": "localhost"}).content.decode()

    assert act.public_id in page and "Ксаверий" not in page


def test_another_town_does_not_show_the_act(erased, palana, client):
    answer = client.get(f"/me/data/acts/{erased.act.public_id}/", headers={"host": "palana.localhost"})

    assert answer.status_code == 404


def test_lines_about_others_stay(somebody, lenina, town):
    page = CommunityPage.objects.get(pk=lenina.pk)
    page.people.add(CommunityPerson(position="Председатель", name="Вера Сорокина"))
    page.save_revision().publish()

    actions.erase_myself(somebody.person, municipality=town)

    assert [line.name for line in CommunityPerson.objects.all()] == ["Вера Сорокина"]
    versions = [[line["name"] for line in version.content["people"]] for version in lenina.revisions.order_by("pk")]
    assert versions == [[], ["Вера Сорокина"]]


def test_last_administrator_is_not_let_go(town, olga):
    with pytest.raises(ValidationError) as refusal:
        actions.erase_myself(olga, municipality=town)

    assert refusal.value.code == "last_administrator"
    assert "Заречный" in refusal.value.messages[0]
    assert User.objects.filter(pk=olga.pk).exists()


def test_administrator_goes_when_there_is_another(town, olga, pavel, operator):
    from communities.staff import give_role

    give_role(pavel, "administrator", municipality=town, by=operator)

    actions.erase_myself(olga, municipality=town)

    assert not User.objects.filter(pk=olga.pk).exists()


def test_last_operator_is_not_let_go(town, operator):
    with pytest.raises(ValidationError) as refusal:
        actions.erase_myself(operator, municipality=town)

    assert refusal.value.code == "last_operator"


@pytest.mark.parametrize("who", ["olga", "vera", "anna"])
def test_only_the_operator_erases_others(who, town, pavel, request):
    with pytest.raises(PermissionDenied):
        actions.erase_person(pavel, by=request.getfixturevalue(who))

    assert User.objects.filter(pk=pavel.pk).exists()


def test_operator_erases_with_a_ground(town, pavel, operator):
    act = actions.erase_person(pavel, by=operator, note="письмо № 7")

    assert (act.cause, act.note) == (Cause.OPERATOR, "письмо № 7")
    assert Event.objects.get(verb=Verb.PERSON_ERASED).actor_key == operator.actor_key


def test_failed_erasure_changes_nothing(somebody, town, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(Erasure.objects, "create", fail)

    with pytest.raises(RuntimeError):
        actions.erase_myself(somebody.person, municipality=town)

    assert User.objects.get(pk=somebody.pk).email
    assert len(traces.pointers_to(somebody.pk)) > 25


def _pointers():
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if field.related_model is User
    }


def test_every_field_that_points_to_a_person_has_a_keeper():
    named = [field for keeper in keepers() for field in keeper.fields]

    assert len(named) == len(set(named))
    assert _pointers() == set(named)


def test_somebody_is_pointed_to_wherever_possible(somebody, vera):
    """The test of traces is worth what its person did: most kinds of pointers are there."""
    missing = _pointers() - traces.pointers_to(somebody.pk)

    assert len(missing) < len(_pointers()) / 2, sorted(missing)


def test_accounts_without_anything_go_too(town):
    person = make_person("Тихон", "Безвестный")

    act = actions.erase_myself(person, municipality=town)

    assert act.gone["account"] == 1 and act.kept == {}
