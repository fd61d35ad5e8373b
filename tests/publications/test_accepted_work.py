"""A result begun from accepted work, the originals of its pictures, and what residents said of it."""

import hashlib
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from appeals.models import Appeal, AppealState
from assignments.models import (
    Assignment,
    AssignmentSource,
    AssignmentState,
    ExecutionReport,
    ReportOutcome,
    ReportPhoto,
    ReportPhotoKind,
)
from assignments.signals import assignment_closed
from core import clock, photos
from publications import evidence
from publications.actions import draft_result_from
from publications.models import KeptPicture, ResultIndexPage, ResultPage
from tests.cast import NOON
from tests.publications.making import make_photo, make_result, picture_file

HOST = {"host": "localhost"}


def digest(photo):
    with photo.file.open("rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


@pytest.fixture
def work(town, lenina, roads):
    """An accepted assignment with a pair of pictures."""
    assignment = Assignment.objects.create(
        number=7, municipality=town, community=lenina, department=roads, title="Засыпать яму", is_public=True,
        source=AssignmentSource.APPEAL, origin_title="Яма у подъезда", state=AssignmentState.DONE, issued_at=NOON,
        reported_at=NOON,
        due_at=NOON + timedelta(days=5), first_due_at=NOON + timedelta(days=5), closed_at=NOON,
    )  # fmt: skip
    report = ExecutionReport.objects.create(
        assignment=assignment, text="Засыпали.\nПоложили <b>асфальт</b>.", at=NOON, outcome=ReportOutcome.ACCEPTED,
        decided_at=NOON,
    )  # fmt: skip
    for kind, words in ((ReportPhotoKind.BEFORE, "Яма"), (ReportPhotoKind.AFTER, "Асфальт")):
        photo = make_photo(town, words)
        ReportPhoto.objects.create(
            assignment=assignment, report=report, photo=photo, kind=kind, digest=digest(photo),
            taken_on=date(2026, 10, 1 + (kind == ReportPhotoKind.AFTER)),
        )  # fmt: skip
    return assignment


@pytest.fixture
def appeal(work, anna):
    return Appeal.objects.create(
        number=3, municipality=work.municipality, community=work.community, author=anna, title="Яма у подъезда",
        state=AppealState.DONE, assignment=work, created_at=NOON, state_changed_at=NOON, term_started_at=NOON,
        answer_due=NOON, dispute_until=NOON + timedelta(days=7),
    )  # fmt: skip


def published(work, egor):
    page = draft_result_from(work, by=egor)
    page.get_latest_revision().publish()
    return ResultPage.objects.get(pk=page.pk)


def read(client, page):
    with translation.override("en"):
        return client.get(page.url, headers=HOST).content.decode().replace("\xa0", " ")


def test_a_draft_holds_what_the_report_tells(work, egor):
    page = ResultPage.objects.get(pk=draft_result_from(work, by=egor).pk)

    assert (page.live, page.title, page.address, page.date) == (False, "Засыпать яму", "ул. Ленина, 1", NOON.date())
    assert page.origin == "Яма у подъезда"
    assert "&lt;b&gt;асфальт" in page.body[0].value.source
    assert [(pair.before.description, pair.after.description) for pair in page.pairs.all()] == [("Яма", "Асфальт")]
    kept = {row.photo.description: row for row in KeptPicture.objects.select_related("photo")}
    assert kept["Яма"].taken_on == date(2026, 10, 1)
    assert {row.digest for row in kept.values()} == set(ReportPhoto.objects.values_list("digest", flat=True))
    assert draft_result_from(work, by=egor).pk == page.pk


@pytest.mark.parametrize("person", ["anna", "vera", "gleb", "nina", "semyon"])
def test_only_the_press_service_of_the_town_begins_it(work, request, person):
    with pytest.raises(PermissionDenied):
        draft_result_from(work, by=request.getfixturevalue(person))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"state": AssignmentState.RETURNED, "closed_at": None}, "not_done"),
        ({"is_public": False}, "not_public"),
        (None, "no_pictures"),
    ],
)
def test_what_residents_may_not_see_becomes_no_result(work, egor, change, code):
    if change is None:
        photos.withdraw(ReportPhoto.objects.filter(kind=ReportPhotoKind.AFTER).get().photo)
    else:
        Assignment.objects.filter(pk=work.pk).update(**change)

    with pytest.raises(ValidationError) as refusal:
        draft_result_from(work, by=egor)

    assert refusal.value.code == code
    assert not ResultPage.objects.exists()


def test_accepted_work_with_pictures_becomes_a_draft_by_itself(work, nina):
    assignment_closed.send(sender=Assignment, assignment=work, by=nina)
    assignment_closed.send(sender=Assignment, assignment=work, by=nina)

    page = ResultPage.objects.get()
    assert (page.assignment, page.live, page.owner) == (work, False, None)


@pytest.mark.parametrize("why", ["initiative", "cancelled", "private", "no pictures", "no list"])
def test_other_ends_begin_no_result_and_stop_nothing(town, work, nina, why):
    if why == "initiative":
        work.source = AssignmentSource.INITIATIVE
    elif why == "cancelled":
        work.state = AssignmentState.CANCELLED
    elif why == "private":
        work.is_public = False
    elif why == "no pictures":
        ReportPhoto.objects.all().delete()
    else:
        ResultIndexPage.objects.get().delete()

    assignment_closed.send(sender=Assignment, assignment=work, by=nina)

    assert not ResultPage.objects.exists()


def test_the_button_leads_an_editor_to_the_editor(client, work, egor, palana):
    client.force_login(egor)
    address = reverse("publications:draft_result_from", args=[work.public_id])

    response = client.post(address, headers=HOST)

    assert response.url == f"/admin/pages/{ResultPage.objects.get().pk}/edit/"
    assert client.get(response.url, headers=HOST).status_code == 200
    assert client.post(address, headers={"host": "palana.localhost"}).status_code == 404


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"state": AppealState.CONFIRMED, "closed_at": NOON}, "Confirmed by residents"),
        ({"state": AppealState.CONFIRMED, "closed_at": NOON, "is_silent": True}, "Residents did not dispute it"),
        ({}, "Residents may dispute it until"),
    ],
)
def test_a_result_says_what_residents_said(client, work, appeal, egor, change, words):
    Appeal.objects.filter(pk=appeal.pk).update(**change)
    page = published(work, egor)

    with clock.set_to(NOON):
        shown = read(client, page)
        Appeal.objects.filter(pk=appeal.pk).update(is_public=False)
        silent = read(client, page)

    assert words in shown
    assert words not in silent


def test_a_disputed_result_says_so(client, work, appeal, egor):
    page = published(work, egor)
    before = read(client, page)
    ExecutionReport.objects.update(disputed_at=NOON)
    Appeal.objects.filter(pk=appeal.pk).update(state=AppealState.REOPENED)

    assert "Disputed by residents" not in before
    assert "Disputed by residents" in read(client, page)


def test_an_original_that_was_changed_is_told_of(client, work, egor):
    page = published(work, egor)
    pair = page.pairs.get()
    whole = read(client, page)

    with pair.after.file.storage.open(pair.after.file.name, "wb") as file:
        file.write(picture_file((65, 40)).read())
    checked_too_early = evidence.check_kept_pictures()
    with clock.set_to(clock.now() + timedelta(days=2)):
        checked = evidence.check_kept_pictures()

    assert (checked_too_early, checked) == (0, 2)
    assert digest(pair.before) in whole and "no longer fits" not in whole
    assert "no longer fits" in read(client, page)
    assert KeptPicture.objects.filter(broken_at=None).get().photo == pair.before


def test_blurring_faces_makes_a_new_original_and_both_digests_stay(client, work, egor):
    page = published(work, egor)
    pair = page.pairs.get()
    first = digest(pair.before)
    photos.replace_master(pair.before, picture_file((60, 40)).read())
    waiting = read(client, page)

    with clock.set_to(clock.now() + timedelta(days=2)):
        evidence.check_kept_pictures()
    with clock.set_to(clock.now() + timedelta(days=4)):
        evidence.check_kept_pictures()

    shown = read(client, page)
    assert "made unrecognisable" in waiting and "made unrecognisable" in shown
    assert first in shown and digest(pair.before) in shown and first != digest(pair.before)
    assert "no longer fits" not in shown


def test_a_lost_original_is_told_of(work, egor):
    pair = published(work, egor).pairs.get()
    pair.after.file.storage.delete(pair.after.file.name)

    with clock.set_to(clock.now() + timedelta(days=2)):
        evidence.check_kept_pictures()

    assert KeptPicture.objects.exclude(broken_at=None).get().photo == pair.after


def test_pictures_that_an_editor_chose_are_kept_when_published(town, lenina):
    page = make_result(town, "Площадка", community=lenina)
    before = KeptPicture.objects.count()

    page.save_revision().publish()

    assert (before, KeptPicture.objects.count()) == (0, 2)


def test_a_page_costs_the_same_for_any_number_of_pairs(client, town):
    counts = []
    for number in (1, 5):
        page = make_result(town, f"Площадка {number}", pairs=number)
        page.save_revision().publish()
        client.get(page.url, headers=HOST)
        with CaptureQueriesContext(connection) as seen:
            client.get(page.url, headers=HOST)
        counts.append(len(seen))

    assert counts[0] == counts[1]
