"""The annual report: ordered, made, completed, signed, read back."""

import hashlib
import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from accounts.models import User
from assignments.models import ExecutionReport, ReportPhoto
from communities.models import ActivistRole, ActivistTitle, CommunityKind
from core import clock, guards, photos
from figures import actions
from figures.actions import building
from figures.guards import GUARDS
from figures.models import AnnualReport, ReportState, YearTotal
from figures.reports import content as contents
from home.awaiting.figures import tasks
from journal.models import Event
from journal.verbs import Verb
from notifications.actions import spread_events
from notifications.models import Notification
from tests.access.world import body
from tests.cast import NOON, make_community
from tests.figures.making import make_appeal, make_meeting, make_problem, many_appeals
from tests.pictures import jpeg

HOST = {"host": "localhost"}
LAST = NOON.year - 1
IN_MAY = NOON.replace(year=LAST, month=5)


@pytest.fixture
def last_year(town, lenina, roads):
    """A meeting with problems of every fate, one with pictures before and after, one private, one with odd signs."""
    meeting = make_meeting(town, lenina, at=IN_MAY, attendance=51, title="Встреча на Ленина")
    solved = make_problem(meeting, lenina, roads, solved=True, title="Яма у арки")
    make_problem(meeting, lenina, roads, solved=True, title="Тайная беда", is_public=False)
    make_problem(meeting, lenina, roads, title='=HYPERLINK("http://x") \x0b🙂 фонарь')
    report = ExecutionReport.objects.create(
        assignment=solved.assignment, text="Заделали асфальтом", at=IN_MAY, outcome="accepted", decided_at=IN_MAY
    )
    for kind in ("before", "after"):
        photo = photos.take_in(
            jpeg(), by=None, description=f"Арка, {kind}", collection=town.collection, is_private=False
        )
        ReportPhoto.objects.create(
            assignment=solved.assignment, report=report, photo=photo, kind=kind, digest="d" * 64
        )
    make_appeal(town, lenina, at=IN_MAY, applicant_name="Секретов Пётр", applicant_contact="89990001122")
    YearTotal.objects.create(municipality=town, year=LAST - 1, figure="voiced", value=1600, source="письмо главы")
    return solved


def made(town, by, **terms) -> AnnualReport:
    report = actions.order_report(town, by=by, year=LAST, **terms)
    assert actions.build_reports() == 1
    report.refresh_from_db()
    return report


def signed(town, by) -> AnnualReport:
    report = made(town, by)
    return actions.sign_report(report, by=by, seal=actions.seal_of(report))


def docx_text(report) -> str:
    with report.docx.open("rb") as file:
        document = Document(io.BytesIO(file.read()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def sheets(report) -> dict[str, list[tuple]]:
    with report.xlsx.open("rb") as file:
        book = load_workbook(io.BytesIO(file.read()))
    return {sheet.title: [tuple(cell.value for cell in row) for row in sheet.rows] for sheet in book}


def test_the_document_is_read_back_with_figures_meetings_and_pictures(town, nina, last_year):
    report = made(town, nina)

    text = docx_text(report)
    with report.docx.open("rb") as file:
        pictures = Document(io.BytesIO(file.read())).inline_shapes
    assert report.title in text
    assert "Встреча на Ленина" in text
    assert "ул. Ленина, 1" in text
    assert "Заделали асфальтом" in text
    assert "1 600 *" in text.replace("\u00a0", " ")
    assert "письмо главы" in text
    assert len(pictures) == 2
    assert "Тайная" not in text


def test_the_spreadsheet_is_read_back_with_every_row_and_no_formula(town, nina, last_year):
    report = made(town, nina)

    found = sheets(report)
    figures, _meetings, messages, assignments, _initiatives = found.values()
    of_year = {row[0]: row[figures[0].index(str(LAST))] for row in figures[1:]}
    names = {line.figure.code: str(line.figure.name) for _t, lines in _groups(report) for line in lines}
    assert (of_year[names["voiced"]], of_year[names["solved"]], of_year[names["participants"]]) == (3, 2, 51)
    assert len(messages) == 1 + 4
    assert len(assignments) == 1 + 3
    told = str(found)
    assert "=HYPERLINK" in told
    assert not any(
        isinstance(value, str) and value.startswith("=") and "http" not in value for row in messages for value in row
    )
    for secret in ("Тайная", "Секретов", "89990001122"):
        assert secret not in told


def _groups(report):
    from figures.showing import Figures

    return Figures.of(contents.place_of(report)).groups(report.year)


def test_no_cell_is_a_formula(town, nina, last_year):
    report = made(town, nina)

    with report.xlsx.open("rb") as file:
        book = load_workbook(io.BytesIO(file.read()))
    assert "f" not in {cell.data_type for sheet in book for row in sheet.rows for cell in row}


def test_the_pdf_is_read_back(town, nina, last_year):
    report = made(town, nina)

    with report.pdf.open("rb") as file:
        reader = PdfReader(io.BytesIO(file.read()))
        text = "".join(page.extract_text() for page in reader.pages)
        pictures = sum(len(page.images) for page in reader.pages)
    assert reader.metadata.title == report.title
    assert "Яма у арки" in text
    # Before and after are the same picture here, which the file keeps once.
    assert pictures == 1
    assert "Тайная" not in text


def test_the_frozen_figures_are_those_of_the_files(town, nina, last_year):
    report = made(town, nina)

    values = {row["code"]: row["values"][0] for group in report.figures for row in group["rows"]}
    assert (values["voiced"], values["solved"], values["meetings"]) == ("3", "2", "1")
    assert report.percent == 100
    with report.docx.open("rb") as file:
        assert report.docx_digest == hashlib.sha256(file.read()).hexdigest()


def test_of_a_tos_the_houses_are_reported_and_nothing_else(town, lenina, mira, nina, roads, last_year):
    tos = make_community(town, "ТОС «Юбилейный»", slug="tos", kind=CommunityKind.TOS)
    lenina.part_of = tos
    lenina.save()
    make_problem(make_meeting(town, mira, at=IN_MAY, title="Чужая встреча"), mira, roads, title="Чужая яма")

    text = docx_text(made(town, nina, community=tos))

    assert "Яма у арки" in text
    assert "Чужая" not in text


def test_there_is_one_report_of_a_year_and_a_place(town, lenina, nina, last_year):
    first = actions.order_report(town, by=nina, year=LAST)

    assert actions.order_report(town, by=nina, year=LAST) == first
    assert actions.order_report(town, by=nina, year=LAST, community=lenina) != first
    with pytest.raises(IntegrityError), transaction.atomic():
        AnnualReport.objects.create(municipality=town, year=LAST, ordered_at=NOON)


@pytest.mark.parametrize("year", [NOON.year + 1, 1989])
def test_a_year_to_come_is_not_reported(town, nina, year):
    with pytest.raises(ValidationError) as refusal:
        actions.order_report(town, by=nina, year=year)

    assert refusal.value.code == "year"


@pytest.mark.parametrize(
    ("who", "of_town", "of_house"),
    [("nina", True, True), ("egor", True, True), ("olga", True, True), ("vera", False, True),
     ("gleb", False, False), ("anna", False, False), ("pavel", False, False)],
)  # fmt: skip
def test_who_may_have_a_report_made(town, lenina, request, who, of_town, of_house):
    person = request.getfixturevalue(who)
    for community, may in ((None, of_town), (lenina, of_house)):
        if may:
            assert actions.order_report(town, by=person, year=LAST, community=community).made_by == person
        else:
            with pytest.raises(PermissionDenied):
                actions.order_report(town, by=person, year=LAST, community=community)


def test_words_are_completed_and_the_files_made_anew(town, egor, last_year):
    report = made(town, egor)
    old = (report.docx.name, report.docx_digest)

    actions.rewrite_report(report, by=egor, weaknesses="Равнодушие части жителей")
    actions.build_reports()

    report.refresh_from_db()
    assert "Равнодушие части жителей" in docx_text(report)
    assert report.docx_digest != old[1]
    assert report.stages


def test_a_new_report_begins_with_the_words_of_the_last_one(town, egor, last_year):
    report = made(town, egor)
    actions.rewrite_report(report, by=egor, aims="Слышать каждый двор")

    assert actions.order_report(town, by=egor, year=NOON.year).aims == "Слышать каждый двор"


def test_a_signed_report_says_who_and_when_and_changes_no_more(town, nina, egor, last_year):
    report = signed(town, nina)

    assert (report.state, report.signed_by, report.signed_as) == (ReportState.SIGNED, nina, "начальник отдела")
    for act in (
        lambda: actions.rewrite_report(report, by=egor, aims="Другое"),
        lambda: actions.remove_report(report, by=egor),
        lambda: actions.sign_report(report, by=nina, seal=actions.seal_of(report)),
    ):
        with pytest.raises(ValidationError) as refusal:
            act()
        assert refusal.value.code == "signed"


@pytest.mark.parametrize(
    "change",
    [{"aims": "Другое"}, {"figures": []}, {"docx": "other.docx"}, {"xlsx_digest": "0" * 64}, {"signed_as": "другой"},
     {"state": "draft", "signed_at": None, "signed_as": ""}, {"year": LAST - 1}],
)  # fmt: skip
def test_the_database_refuses_to_change_a_signed_report(town, nina, last_year, change):
    report = signed(town, nina)

    with pytest.raises(IntegrityError, match="veche_report_frozen"), transaction.atomic():
        AnnualReport.objects.filter(pk=report.pk).update(**change)


def test_the_database_refuses_to_delete_a_signed_report(town, nina, last_year):
    report = signed(town, nina)

    with pytest.raises(IntegrityError, match="veche_report_kept"), transaction.atomic():
        AnnualReport.objects.filter(pk=report.pk).delete()
    assert guards.missing(GUARDS) == []


def test_who_signed_may_leave_the_site(town, nina, last_year):
    report = signed(town, nina)

    AnnualReport.objects.filter(pk=report.pk).update(signed_by=None, made_by=None)

    report.refresh_from_db()
    assert report.signed_as == "начальник отдела"


def test_later_events_do_not_change_what_was_signed(client, town, nina, last_year):
    report = signed(town, nina)
    type(last_year).objects.filter(pk=last_year.pk).update(state="reopened")
    actions.refresh(town)

    page = client.get(report.get_absolute_url(), headers=HOST).content.decode()
    report.refresh_from_db()

    values = {row["code"]: row["values"][0] for group in report.figures for row in group["rows"]}
    assert values["solved"] == "2"
    assert report.docx_digest in page


@pytest.mark.parametrize("who", ["egor", "vera", "gleb", "anna"])
def test_who_does_not_answer_for_the_town_signs_nothing(town, nina, request, who, last_year):
    report = made(town, nina)

    with pytest.raises(PermissionDenied):
        actions.sign_report(report, by=request.getfixturevalue(who), seal=actions.seal_of(report))


def test_only_what_was_read_is_signed(town, nina, egor, last_year):
    report = made(town, nina)
    seal = actions.seal_of(report)
    actions.rewrite_report(report, by=egor, aims="Слышать каждый двор")

    with pytest.raises(ValidationError) as early:
        actions.sign_report(report, by=nina, seal=seal)
    actions.build_reports()
    with pytest.raises(ValidationError) as late:
        actions.sign_report(report, by=nina, seal=seal)

    assert (early.value.code, late.value.code) == ("not_ready", "changed")


def test_a_file_changed_in_the_storage_is_not_signed(town, nina, last_year):
    report = made(town, nina)
    with open(report.docx.path, "ab") as file:
        file.write(b"x")

    with pytest.raises(ValidationError) as refusal:
        actions.sign_report(report, by=nina, seal=actions.seal_of(report))

    assert refusal.value.code == "files"


def test_the_report_of_a_year_that_goes_on_is_not_signed(town, nina, last_year):
    report = actions.order_report(town, by=nina, year=NOON.year)
    actions.build_reports()
    report.refresh_from_db()

    with pytest.raises(ValidationError) as refusal:
        actions.sign_report(report, by=nina, seal=actions.seal_of(report))

    assert refusal.value.code == "unfinished"


def test_drafts_are_the_staffs_and_the_activists_signed_ones_everybodys(client, town, lenina, nina, anna, vera):
    report = actions.order_report(town, by=nina, year=LAST, community=lenina)
    other = actions.order_report(town, by=nina, year=LAST)
    actions.build_reports()

    def answer(user, report):
        client.logout()
        if user:
            client.force_login(user)
        addresses = (report.get_absolute_url(), f"{report.get_absolute_url()}xlsx/")
        answers = [client.get(address, headers=HOST) for address in addresses]
        for found in answers:
            # Read, so that its file is closed.
            body(found)
        return [found.status_code for found in answers]

    assert answer(None, report) == answer(anna, report) == [404, 404]
    assert answer(nina, report) == answer(vera, report) == [200, 200]
    assert answer(vera, other) == [404, 404]
    report.refresh_from_db()
    actions.sign_report(report, by=nina, seal=actions.seal_of(report))
    assert answer(None, report) == answer(anna, report) == [200, 200]


def test_the_form_signs_what_it_showed(client, town, nina, last_year):
    report = made(town, nina)
    client.force_login(nina)
    address = f"{report.get_absolute_url()}sign/"

    assert client.post(address, {"seal": actions.seal_of(report)}, headers=HOST).status_code == 200
    answer = client.post(address, {"seal": actions.seal_of(report), "has_read": "on"}, headers=HOST)

    assert answer.url == report.get_absolute_url()
    assert AnnualReport.objects.get().is_signed


def test_a_form_with_a_telephone_is_asked_about(client, town, egor, last_year):
    report = made(town, egor)
    client.force_login(egor)
    words = {"partners": "Старший по дому, 8 (999) 000-11-22"}

    answer = client.post(f"{report.get_absolute_url()}edit/", words, headers=HOST)

    assert answer.status_code == 200
    assert "8 (999) 000-11-22" in answer.content.decode()
    assert AnnualReport.objects.get().partners == ""


def test_whoever_ordered_it_and_those_who_speak_of_it_are_told(town, nina, egor, last_year):
    report = made(town, egor)
    spread_events()
    told = set(Notification.objects.values_list("event__verb", "recipient"))
    assert (Verb.REPORT_MADE, egor.pk) in told

    actions.sign_report(report, by=nina, seal=actions.seal_of(report))
    spread_events()

    told = set(Notification.objects.values_list("event__verb", "recipient"))
    assert (Verb.REPORT_SIGNED, egor.pk) in told
    assert Event.objects.filter(verb=Verb.REPORT_SIGNED).get().actor_key == nina.actor_key


def test_a_draft_awaits_whoever_may_sign_it(town, nina, egor, last_year):
    report = made(town, egor)

    assert [task.url for task in tasks(nina, town, NOON)] == [report.get_absolute_url()]
    assert tasks(egor, town, NOON) == []


def test_a_report_that_fails_is_tried_three_times(town, nina, last_year, monkeypatch, caplog):
    def fail(content):
        raise RuntimeError("no disk")

    monkeypatch.setattr("figures.actions.building.docx.write", fail)
    report = actions.order_report(town, by=nina, year=LAST)

    assert [actions.build_reports() for _try in range(4)] == [0, 0, 0, 0]
    report.refresh_from_db()
    assert (report.state, report.attempts) == (ReportState.FAILED, 3)
    monkeypatch.undo()
    actions.rewrite_report(report, by=nina)
    assert actions.build_reports() == 1
    assert "no disk" in caplog.text


def test_a_report_that_another_worker_makes_is_left_alone_until_its_lease_ends(town, nina, last_year):
    report = actions.order_report(town, by=nina, year=LAST)
    AnnualReport.objects.filter(pk=report.pk).update(claimed_until=NOON + timedelta(minutes=5))

    assert actions.build_reports() == 0
    with clock.set_to(NOON + timedelta(minutes=6)):
        assert actions.build_reports() == 1


def test_words_changed_while_the_files_are_made_win(town, nina, last_year, monkeypatch):
    report = actions.order_report(town, by=nina, year=LAST)
    gather = contents.gather

    def and_meanwhile(*args):
        with clock.set_to(NOON + timedelta(seconds=1)):
            actions.rewrite_report(report, by=nina, aims="Новые слова")
        return gather(*args)

    monkeypatch.setattr("figures.actions.building.gather", and_meanwhile)
    assert actions.build_reports() == 0
    monkeypatch.undo()
    assert actions.build_reports() == 1
    report.refresh_from_db()
    assert "Новые слова" in docx_text(report)


def test_progress_counts_every_row(town, nina, last_year):
    report = made(town, nina)

    # A meeting, four messages, three assignments, and the documents.
    assert (report.rows_total, report.rows_done) == (18, 18)


def test_documents_say_what_they_leave_out(town, lenina, nina, roads, last_year, monkeypatch):
    monkeypatch.setattr(contents, "MOST_LINES", 1)
    make_problem(make_meeting(town, lenina, at=IN_MAY), lenina, roads, solved=True, title="Вторая яма")

    content = contents.gather(made(town, nina), NOON)

    assert (content.solved.total, len(content.solved.rows), content.solved.unnamed) == (3, 1, 1)
    assert "1" in content.solved.note and "3" in content.solved.note


def test_a_thrown_away_draft_leaves_no_files(town, nina, last_year, django_capture_on_commit_callbacks):
    report = made(town, nina)
    storage, name = report.xlsx.storage, report.xlsx.name

    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_report(report, by=nina)

    assert not storage.exists(name)
    assert not AnnualReport.objects.exists()


def test_an_activist_of_a_house_has_its_report_made_on_the_page(client, town, lenina, vera):
    ActivistRole.objects.filter(user=vera).update(title=ActivistTitle.COUNCIL_CHAIR)
    client.force_login(vera)

    assert client.get("/figures/reports/new/", headers=HOST).status_code == 200
    answer = client.post(f"/figures/reports/new/?community={lenina.slug}", {"year": LAST}, headers=HOST)

    assert AnnualReport.objects.get().community_id == lenina.pk
    assert answer.url == AnnualReport.objects.get().get_absolute_url()
    assert "<progress" in client.get(answer.url, headers=HOST).content.decode()
    assert User.objects.get(pk=vera.pk) == AnnualReport.objects.get().made_by
    assert timezone.is_aware(AnnualReport.objects.get().ordered_at)


def test_rows_are_read_in_short_pieces(town, nina, lenina, monkeypatch):
    """Memory is that of one piece; `python -m scripts.bench.annual` measures it with 20,000 messages."""
    monkeypatch.setattr(contents, "AT_ONCE", 20)
    pieces = []
    read = building.Progress.read
    monkeypatch.setattr(building.Progress, "read", lambda self, count: (pieces.append(count), read(self, count)))
    many_appeals(town, lenina, 90, at=IN_MAY)

    report = made(town, nina)

    assert max(pieces) == 20
    assert (sum(pieces), report.rows_done) == (100, 100)
    assert len(next(rows for title, rows in sheets(report).items() if len(rows) > 80)) == 91
