"""A result begun from a finished initiative."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import Revision

from initiatives.models import CompletionReport, HelpOffer, InitiativePhoto, InitiativeState, PhotoKind
from publications.actions import draft_result
from publications.models import ResultPage
from tests.cast import NOON
from tests.home.test_front_page import make_initiative
from tests.publications.making import make_photo, make_result

HOST = {"host": "localhost"}


@pytest.fixture
def finished(town, lenina, anna, vera):
    """An initiative carried out, with photos, a report and people who helped."""
    initiative = make_initiative(
        lenina, 14, title="Клумба у подъезда", state=InitiativeState.DONE, support_count=3, verified_support_count=2,
        expected_result="Цветы с мая по октябрь",
    )  # fmt: skip
    initiative.save()
    for order, (kind, words) in enumerate([(PhotoKind.BEFORE, "Пустырь"), (PhotoKind.AFTER, "Клумба")]):
        InitiativePhoto.objects.create(initiative=initiative, photo=make_photo(town, words), kind=kind, order=order)
    CompletionReport.objects.create(
        initiative=initiative, text="Вскопали.\nПосадили <b>розы</b>.", actual_cost=42_000,
        completed_on=date(2026, 9, 30), reported_at=NOON,
    )  # fmt: skip
    for user, half_hours in ((anna, 3), (vera, 4)):
        HelpOffer.objects.create(
            initiative=initiative, user=user, kind="hands", offered_at=NOON, came=True, half_hours=half_hours
        )
    return initiative


def test_a_draft_holds_what_the_initiative_knows(finished, egor):
    page = ResultPage.objects.get(pk=draft_result(finished, by=egor).pk)

    assert not page.live
    assert (page.title, page.address, page.date) == ("Клумба у подъезда", "ул. Ленина, 1", date(2026, 9, 30))
    assert (page.cost, page.helpers, page.labour_hours) == (42_000, 2, 3)
    assert [(pair.before.description, pair.after.description) for pair in page.pairs.all()] == [("Пустырь", "Клумба")]
    assert "№ 14" in page.origin or "No. 14" in page.origin
    assert "&lt;b&gt;розы" in page.body[0].value.source
    assert Revision.objects.for_instance(page).get().user == egor


def test_a_second_call_gives_the_same_page(finished, egor, olga):
    assert draft_result(finished, by=egor).pk == draft_result(finished, by=olga).pk
    assert ResultPage.objects.count() == 1


@pytest.mark.parametrize("person", ["anna", "vera", "gleb", "nina", "semyon"])
def test_only_the_press_service_of_the_town_begins_a_result(finished, request, person):
    with pytest.raises(PermissionDenied):
        draft_result(finished, by=request.getfixturevalue(person))

    assert not ResultPage.objects.exists()


def test_an_unfinished_initiative_has_no_result(lenina, egor):
    initiative = make_initiative(lenina, 1, state=InitiativeState.IN_PROGRESS)
    initiative.save()

    with pytest.raises(ValidationError) as refusal:
        draft_result(initiative, by=egor)

    assert refusal.value.code == "not_done"


def test_the_button_leads_an_editor_to_the_editor(client, finished, egor):
    client.force_login(egor)

    response = client.post(f"/results/draft/{finished.public_id}/", headers=HOST)

    page = ResultPage.objects.get()
    assert response.url == f"/admin/pages/{page.pk}/edit/"
    assert client.get(response.url, headers=HOST).status_code == 200


def test_the_address_is_for_posting_and_for_the_town(client, finished, palana, egor, anna):
    address = f"/results/draft/{finished.public_id}/"
    guest = client.post(address, headers=HOST)
    client.force_login(anna)
    resident = client.post(address, headers=HOST)
    client.force_login(egor)

    assert guest.url.startswith("/accounts/login/")
    assert resident.status_code == 403
    assert client.get(address, headers=HOST).status_code == 405
    assert client.post(address, headers={"host": "palana.localhost"}).status_code == 404


def test_an_initiative_shows_its_published_result(client, town, finished):
    draft = make_result(town, "Черновик", live=False, initiative=finished)
    before = client.get(finished.get_absolute_url(), headers=HOST).content.decode()

    draft.live = True
    draft.save()

    assert draft.url not in before
    assert draft.url in client.get(finished.get_absolute_url(), headers=HOST).content.decode()
