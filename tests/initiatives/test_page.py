"""The page of an initiative, and its acts as people reach them."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from core.models import Photo
from initiatives import actions
from initiatives.models import (
    Addition,
    Conclusion,
    CostItem,
    Decision,
    Follow,
    GroupMember,
    HelpOffer,
    InitiativePhoto,
    InitiativeState,
    PhotoKind,
    Support,
)
from tests.cast import NOON, make_members
from tests.initiatives.conftest import TEXTS, make_photo, picture

S = InitiativeState
HERE = {"host": "localhost"}


def address(initiative, act, *args):
    return reverse(f"initiatives:{act}", args=[initiative.public_id, *args])


def words(answer):
    return answer.text.replace("\u00a0", " ")


@pytest.mark.parametrize("state", list(S))
def test_page_opens_at_every_stage_for_its_author(client, make, anna, state):
    initiative = make(state)
    client.force_login(anna)

    answer = client.get(initiative.get_absolute_url(), headers=HERE)

    assert answer.status_code == 200
    assert initiative.title in words(answer)


@pytest.mark.parametrize("state", [S.DRAFT, S.REVIEW])
def test_private_initiative_is_missing_for_others(client, make, boris, state):
    initiative = make(state)
    pages = [initiative.get_absolute_url(), address(initiative, "history")]

    for person in (None, boris):
        if person:
            client.force_login(person)
        for page in pages:
            answer = client.get(page, headers=HERE)
            assert answer.status_code == 404
            assert initiative.title not in words(answer)


def test_initiative_of_another_town_is_missing(client, make, palana, semyon):
    initiative = make(S.CONSIDERATION)
    client.force_login(semyon)

    shown = client.get(initiative.get_absolute_url(), headers={"host": "palana.localhost"})
    act = client.post(address(initiative, "approve"), {"text": "Да"}, headers={"host": "palana.localhost"})
    at_home = client.post(address(initiative, "approve"), {"text": "Да"}, headers=HERE)

    assert (shown.status_code, act.status_code, at_home.status_code) == (404, 404, 403)
    assert not Decision.objects.exists()


def test_guest_page_has_no_token_and_leads_to_sign_in(client, make):
    initiative = make(S.DISCUSSION)

    answer = client.get(initiative.get_absolute_url(), headers=HERE)
    support = client.get(address(initiative, "support"), headers=HERE)

    assert "csrfmiddlewaretoken" not in answer.text
    assert not answer.cookies
    assert address(initiative, "support") in answer.text
    assert support.status_code == 302
    assert support["Location"].startswith(reverse("account_login"))


def test_support_without_scripts_then_withdraw(client, make, anna):
    initiative = make(S.DISCUSSION)
    client.force_login(anna)

    given = client.post(address(initiative, "support"), headers=HERE)
    page = client.get(given["Location"], headers=HERE)
    supported = Support.objects.count()
    client.post(address(initiative, "withdraw_support"), headers=HERE)

    assert given["Location"] == initiative.get_absolute_url()
    assert address(initiative, "withdraw_support") in page.text
    assert (supported, Support.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("act", "data", "part"),
    [
        ("support", {}, "support"),
        ("follow", {}, "follow"),
        ("offer_help", {"kind": "hands", "note": "В субботу"}, "help"),
    ],
)
def test_fragment_equals_the_page(client, make, anna, act, data, part):
    initiative = make(S.DISCUSSION)
    client.force_login(anna)

    fragment = client.post(address(initiative, act), data, headers={**HERE, "HX-Request": "true"})
    page = client.get(initiative.get_absolute_url(), headers=HERE)

    def squeezed(text):
        # The token is masked anew in every answer.
        return " ".join(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text).split())

    assert fragment.status_code == 200
    assert f'id="{part}"' in fragment.text
    assert squeezed(fragment.text) in squeezed(page.text)


OF_A_PHOTO = ("blur", "dispute", "restore", "uphold")


def test_a_get_changes_nothing(client, make, anna, vera):
    initiative = make(S.DISCUSSION)
    client.force_login(vera)

    asked = 0
    of_a_part = {"withdraw_help", "count_help", "report_stage", "prepare", *(f"{act}_photo" for act in OF_A_PHOTO)}
    for act in set(actions.ACTS) - of_a_part:
        answer = client.get(address(initiative, act), headers=HERE)
        assert answer.status_code in (200, 302, 403), act
        asked += 1

    initiative.refresh_from_db()
    assert asked >= 20
    assert (initiative.state, Support.objects.count(), Follow.objects.count()) == (S.DISCUSSION, 0, 0)


def test_forbidden_act_is_403_and_changes_nothing(client, make, boris):
    initiative = make(S.CONSIDERATION)
    client.force_login(boris)

    for act in ("approve", "decline", "return_for_rework", "add_conclusion", "withdraw", "archive"):
        assert (
            client.post(address(initiative, act), {"text": "Да", "reason": "other"}, headers=HERE).status_code == 403
        )

    initiative.refresh_from_db()
    assert initiative.state == S.CONSIDERATION


def test_act_at_a_wrong_stage_is_told_in_words(client, make, anna):
    initiative = make(S.IN_PROGRESS)
    client.force_login(anna)

    answer = client.post(address(initiative, "support"), headers=HERE, follow=True)

    assert answer.status_code == 200
    assert "на этапе «Выполняется»" in words(answer)
    assert not Support.objects.filter(at__gt=NOON).exists()


def test_decision_with_a_document_is_given_out_as_an_attachment(client, make, nina):
    initiative = make(S.CONSIDERATION)
    client.force_login(nina)
    pdf = SimpleUploadedFile("фамилия.pdf", b"%PDF-1.4\n%%EOF", content_type="application/pdf")

    form = {"text": "Сделаем до 1 июля.", "document_number": "№ 1042", "document": pdf}
    client.post(address(initiative, "approve"), form, headers=HERE)
    decision = Decision.objects.get()
    client.logout()
    page = client.get(initiative.get_absolute_url(), headers=HERE)
    document = client.get(address(initiative, "decision_document", decision.pk), headers=HERE)

    assert "Сделаем до 1 июля." in words(page)
    assert document["Content-Disposition"].startswith("attachment")
    assert document["X-Content-Type-Options"] == "nosniff"
    assert "фамилия" not in decision.document.name
    assert b"".join(document.streaming_content).startswith(b"%PDF")


def test_decline_without_a_reason_keeps_what_was_typed(client, make, nina):
    initiative = make(S.CONSIDERATION)
    client.force_login(nina)

    answer = client.post(address(initiative, "decline"), {"text": "Денег нет до осени."}, headers=HERE)

    initiative.refresh_from_db()
    assert answer.status_code == 200
    assert "Денег нет до осени." in answer.text
    assert "#id_reason" in answer.text
    assert initiative.state == S.CONSIDERATION


def test_put_to_vote_by_form(client, make, vera, anna, preset):
    initiative = make(S.DISCUSSION)
    type(initiative).objects.filter(pk=initiative.pk).update(support_needed=1)
    actions.support(initiative, by=anna)
    client.force_login(vera)

    form = {"preset": preset.pk, "secrecy": "secret", "days": 7, "replaceable": "on"}
    client.post(address(initiative, "put_to_vote"), form, headers=HERE)

    initiative.refresh_from_db()
    assert initiative.state == S.VOTING
    assert (initiative.vote.secrecy, initiative.vote.replaceable) == ("secret", False)


def test_report_with_photos_by_form(client, make, anna):
    initiative = make(S.IN_PROGRESS)
    client.force_login(anna)
    form = {
        "text": "Площадка открыта.",
        "completed_on": NOON.date(),
        "actual_cost": 1_400_000,
        "after": [picture("a.jpg")],
        "after_description": "Новая площадка",
        "actual_labour": 44,
    }

    client.post(address(initiative, "complete"), form, headers=HERE)

    initiative.refresh_from_db()
    assert initiative.state == S.DONE
    assert initiative.cover.description == "Новая площадка"
    assert not initiative.cover.is_private


def test_refused_report_leaves_no_photos(client, make, anna):
    initiative = make(S.IN_PROGRESS)
    client.force_login(anna)
    form = {"text": "Всё", "completed_on": NOON.date(), "actual_cost": 1, "after_description": "Двор"}

    bad = client.post(
        address(initiative, "complete"),
        {**form, "after": [picture("a.jpg"), SimpleUploadedFile("b.jpg", b"not a picture")]},
        headers=HERE,
    )
    future = {**form, "completed_on": NOON.date() + timedelta(days=2), "after": [picture("a.jpg")]}
    late = client.post(address(initiative, "complete"), future, headers=HERE)

    assert (bad.status_code, late.status_code) == (200, 200)
    assert "#id_after" in bad.text
    assert Photo.objects.count() == 0
    initiative.refresh_from_db()
    assert initiative.state == S.IN_PROGRESS


def test_earlier_text_stays_readable(client, make, anna):
    initiative = make(S.DISCUSSION)
    changed = {**TEXTS, "proposal": "Построить стоянку для машин."}
    client.force_login(anna)

    client.post(address(initiative, "change_materially"), changed, headers=HERE)
    answer = client.get(address(initiative, "history"), headers=HERE)

    assert TEXTS["proposal"] in words(answer)


def test_page_names_nobody_in_full(client, make, anna, vera, lenina):
    initiative = make(S.DISCUSSION)
    actions.offer_help(initiative, by=vera, kind="hands")

    answer = client.get(initiative.get_absolute_url(), headers=HERE)

    assert "Вера С." in answer.text
    assert "Сорокина" not in answer.text
    assert "Ильина" not in answer.text


def fill(initiative, count, nina, roads):
    """`count` rows of everything that a page shows."""
    people = make_members(initiative.community, count)
    Support.objects.bulk_create(
        Support(initiative=initiative, user=user, community=initiative.community, at=NOON) for user in people
    )
    HelpOffer.objects.bulk_create(
        HelpOffer(initiative=initiative, user=user, kind="hands", offered_at=NOON) for user in people
    )
    GroupMember.objects.bulk_create(
        GroupMember(initiative=initiative, user=user, invited_at=NOON, agreed_at=NOON) for user in people
    )
    rows = range(count)
    Addition.objects.bulk_create(Addition(initiative=initiative, text=f"Ещё {n}", added_at=NOON) for n in rows)
    Conclusion.objects.bulk_create(
        Conclusion(initiative=initiative, department=roads, author=nina, text=f"{n}", added_at=NOON) for n in rows
    )
    CostItem.objects.bulk_create(CostItem(initiative=initiative, title=f"{n}", amount=n, order=n) for n in rows)


@pytest.mark.parametrize("count", [10, 1000])
@pytest.mark.parametrize(("role", "limit"), [("guest", 12), ("anna", 18), ("nina", 18)])
def test_page_costs_the_same_at_any_size(
    client, make, nina, anna, roads, mira, django_assert_max_num_queries, role, limit, count
):
    initiative = make(S.VOTING)
    initiative.neighbours.add(mira)
    photo = make_photo(anna, initiative.municipality)
    actions.work._add_photos(initiative, [photo], PhotoKind.NOW)
    fill(initiative, count, nina, roads)
    if role != "guest":
        client.force_login(User.objects.get(pk={"anna": anna, "nina": nina}[role].pk))
    client.get(initiative.get_absolute_url(), headers=HERE)

    with django_assert_max_num_queries(limit):
        answer = client.get(initiative.get_absolute_url(), headers=HERE)

    assert answer.status_code == 200
    assert InitiativePhoto.objects.count() == 1
