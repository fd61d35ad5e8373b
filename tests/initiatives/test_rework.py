"""What the administration returned for rework: its author changes what stands beside the text (decision 7)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from initiatives import actions
from initiatives.actions import draft as drafts
from initiatives.actions import photos
from initiatives.models import InitiativeState
from initiatives.timeline import timeline_of
from journal.models import Event
from journal.verbs import Verb
from tests.initiatives.test_files import pdf
from tests.pictures import jpeg

S = InitiativeState
HERE = {"host": "localhost"}


def edit(initiative, step):
    return reverse("initiatives:edit", args=[initiative.public_id, step])


def changes(initiative):
    events = Event.objects.about(initiative).filter(verb=Verb.INITIATIVE_CORRECTED)
    return [event.data["changed"] for event in events]


@pytest.fixture
def returned(make):
    return make(S.REWORK)


@pytest.fixture
def author(client, anna):
    client.force_login(anna)
    return client


def test_pictures_are_public_at_once_and_on_record(returned, anna):
    row = photos.add_photo(returned, jpeg(), by=anna, description="Качели")
    second = photos.add_photo(returned, jpeg(), by=anna)
    photos.put_photo_first(returned, by=anna, row=second)
    photos.describe_photos(returned, by=anna, descriptions={row.photo.public_id: "Старые качели"})
    photos.describe_photos(returned, by=anna, descriptions={row.photo.public_id: "Старые качели"})
    photos.remove_photo(returned, by=anna, row=second)

    returned.refresh_from_db()
    row.photo.refresh_from_db()
    assert not row.photo.is_private
    assert returned.cover == row.photo
    assert changes(returned) == ["photos"] * 5


def test_documents_are_on_record(returned, anna):
    document = photos.add_document(returned, pdf(), by=anna)
    photos.remove_document(returned, by=anna, document=document)

    assert changes(returned) == ["documents", "documents"]


def test_costs_and_place_are_on_record_when_they_change(returned, anna):
    same = {"cost_items": [("Городок", 900_000)], "funding": {"local_budget": 900_000}, "labour_note": "Посадим"}
    drafts.save_draft(returned, by=anna, **same)
    drafts.save_draft(returned, by=anna, **same)
    drafts.save_draft(returned, by=anna, place="напротив подъезда 3", latitude=53.2, longitude=45.1)

    returned.refresh_from_db()
    assert returned.cost_estimate == 900_000
    assert returned.place == "напротив подъезда 3"
    assert changes(returned) == ["costs", "place"]


@pytest.mark.parametrize(
    "fields", [{"problem": "Другое"}, {"title": "Другое"}, {"category": "yard"}, {"neighbours": []}]
)
def test_text_and_yard_do_not_change_behind_the_neighbours_back(returned, anna, fields):
    with pytest.raises(ValidationError) as refusal:
        drafts.save_draft(returned, by=anna, **fields)

    assert refusal.value.code == "frozen"
    assert changes(returned) == []


@pytest.mark.parametrize("state", [S.DISCUSSION, S.CONSIDERATION, S.APPROVED])
def test_at_other_stages_nothing_of_it_changes(make, anna, state):
    initiative = make(state)

    for act in (
        lambda: photos.add_photo(initiative, jpeg(), by=anna),
        lambda: photos.add_document(initiative, pdf(), by=anna),
        lambda: drafts.save_draft(initiative, by=anna, place="тут"),
    ):
        with pytest.raises(ValidationError) as refusal:
            act()
        assert refusal.value.code == "not_now"


def test_others_change_nothing(returned, vera, nina):
    for person in (vera, nina):
        with pytest.raises(PermissionDenied):
            drafts.save_draft(returned, by=person, place="тут")


def test_author_does_not_delete_what_a_moderator_hid(returned, anna, vera):
    row = photos.add_photo(returned, jpeg(), by=anna)
    actions.hide_photo(returned, by=vera, photo=row.photo, reason="spam")

    with pytest.raises(ValidationError) as refusal:
        photos.remove_photo(returned, by=anna, row=row)

    assert refusal.value.code == "hidden"
    assert returned.photos.count() == 1


def test_course_tells_a_row_of_changes_once(returned, anna):
    for _number in range(3):
        photos.add_photo(returned, jpeg(), by=anna)
    photos.add_document(returned, pdf(), by=anna)

    details = [event.detail for event in timeline_of(returned) if event.verb == Verb.INITIATIVE_CORRECTED]

    assert details == ["документы", "фото"]


def test_form_leads_through_the_steps_back_to_the_page(author, returned):
    assert edit(returned, "text") in author.get(returned.get_absolute_url(), headers=HERE).text
    text = author.get(edit(returned, "text"), headers=HERE)
    assert 'name="problem"' not in text.text
    assert 'name="place"' in text.text
    assert reverse("initiatives:change_materially", args=[returned.public_id]) in text.text
    assert reverse("initiatives:delete", args=[returned.public_id]) not in text.text

    first = author.post(
        edit(returned, "text"), {"go": "next", "place": "у арки", "problem": "Тайком", "photo": jpeg()}, headers=HERE
    )
    second = author.post(
        edit(returned, "money"),
        {
            "go": "next",
            "cost-TOTAL_FORMS": "1",
            "cost-INITIAL_FORMS": "0",
            "cost-0-title": "Лавки",
            "cost-0-amount": "90 000",
        },
        headers=HERE,
    )
    third = author.post(edit(returned, "group"), {"go": "next", "document": pdf()}, headers=HERE)

    assert [answer["Location"] for answer in (first, second, third)] == [
        edit(returned, "money"),
        edit(returned, "group"),
        returned.get_absolute_url(),
    ]
    problem = returned.problem
    returned.refresh_from_db()
    assert (returned.place, returned.problem, returned.cost_estimate) == ("у арки", problem, 90_000)
    assert returned.documents.count() == returned.photos.count() == 1


def test_nobody_is_called_into_the_group_of_what_neighbours_read(author, returned, vera):
    page = author.get(edit(returned, "group"), headers=HERE)
    author.post(edit(returned, "group"), {"go": "invite", "email": vera.email}, headers=HERE)

    assert 'name="email"' not in page.text
    assert not returned.group.exists()


@pytest.mark.parametrize("step", ["start", "check"])
def test_other_steps_lead_to_the_page(author, returned, step):
    assert author.get(edit(returned, step), headers=HERE)["Location"] == returned.get_absolute_url()


def test_rework_goes_on_after_the_changes(returned, anna):
    photos.add_photo(returned, jpeg(), by=anna)

    actions.rework(returned, by=anna)

    returned.refresh_from_db()
    assert returned.state == S.CONSIDERATION
