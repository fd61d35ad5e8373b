"""Activists print posters: who may, what stands on them, and that each entrance has its own address."""

import io
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from pypdf import PdfReader

from core import clock
from initiatives.models import InitiativeState
from journal.models import Event
from journal.verbs import Verb
from posters.actions import LONGEST_DAYS
from posters.drafting import MEETING, draft_lines, entrances_of, last_day_of, subjects_of
from posters.models import LINE_LENGTH, Poster, PosterPack, PosterScan
from posters.sheets import sheets
from tests.cast import NOON
from tests.posters.conftest import LINES

HERE = {"host": "localhost"}
TYPED = {**LINES, "last_day": "2026-10-30", "entrances": ["1", "3"], "key": "key2345678"}


def pack_url(community, about=""):
    return reverse("posters:pack", args=[community.slug]) + (f"?about={about}" if about else "")


def pages(pdf: bytes) -> list[str]:
    """The words of each sheet, in one line each."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_each_entrance_gets_a_poster_and_the_journal_an_entry(print_pack, lenina, vera):
    pack = print_pack()

    assert list(pack.posters.order_by("entrance").values_list("entrance", flat=True)) == [1, 2]
    assert len(set(pack.posters.values_list("public_id", flat=True))) == 2
    event = Event.objects.about(lenina).last()
    assert (event.verb, event.actor_key) == (Verb.POSTERS_MADE, vera.actor_key)
    assert event.data == {"pack": pack.pk, "entrances": [1, 2]}


def test_the_same_form_sent_twice_is_one_pack(print_pack):
    assert print_pack() == print_pack(what="Другие слова")
    assert Poster.objects.count() == 2
    assert print_pack(key="other34567") != PosterPack.objects.get(public_id="pack234567")


@pytest.mark.parametrize("name", ["anna", "boris", "gleb", "nina", "semyon"])
def test_others_do_not_print(print_pack, request, name):
    with pytest.raises(PermissionDenied):
        print_pack(by=request.getfixturevalue(name))

    assert not PosterPack.objects.exists()


def test_the_administrator_prints_for_any_community(print_pack, mira, olga):
    assert print_pack(community=mira, by=olga, entrances=[None]).posters.get().entrance is None


@pytest.mark.parametrize("days", [0, LONGEST_DAYS])
def test_the_term_ends_with_its_last_day_in_the_town(print_pack, days):
    pack = print_pack(days=days)

    # Moscow is three hours ahead.
    assert pack.expires_at == datetime(2026, 10, 12, 21, tzinfo=UTC) + timedelta(days=days)
    assert pack.last_moment.astimezone(pack.municipality.tz).date() == NOON.date() + timedelta(days=days)


@pytest.mark.parametrize("days", [-1, LONGEST_DAYS + 1])
def test_the_last_day_is_neither_past_nor_far(print_pack, days):
    with pytest.raises(ValidationError) as refusal:
        print_pack(days=days)

    assert refusal.value.code == "term"
    assert not PosterPack.objects.exists()


def test_rows_that_cannot_be(print_pack, make):  # noqa: F811
    pack = print_pack()
    initiative = make(InitiativeState.VOTING)
    for change in (
        lambda: PosterPack.objects.filter(pk=pack.pk).update(initiative=initiative, vote=initiative.vote),
        lambda: PosterPack.objects.filter(pk=pack.pk).update(expires_at=pack.made_at),
        lambda: Poster.objects.create(pack=pack, entrance=1),
        lambda: [Poster.objects.create(pack=pack, entrance=None) for _twice in range(2)],
        lambda: PosterScan.objects.bulk_create(
            PosterScan(poster=pack.posters.first(), day=NOON.date()) for _twice in range(2)
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


# --- what is proposed


def test_votes_come_first_then_the_community_and_a_meeting(make, lenina):  # noqa: F811
    initiative = make(InitiativeState.VOTING)

    assert list(subjects_of(lenina).values()) == [initiative.vote, initiative, lenina, MEETING]


def test_neither_drafts_nor_what_has_ended_are_proposed(make, lenina):  # noqa: F811
    for state in (InitiativeState.REVIEW, InitiativeState.WITHDRAWN, InitiativeState.ARCHIVED):
        make(state)

    assert list(subjects_of(lenina).values()) == [lenina, MEETING]


def test_lines_of_a_vote_tell_its_end_and_whom_to_ask(make, lenina):  # noqa: F811
    vote = make(InitiativeState.VOTING).vote

    lines = draft_lines(vote, lenina, now=NOON)

    assert lines["when"] == "Голосование начнётся 15 октября, 12:00 и закончится 22 октября, 20:00"
    assert lines["whom"] == "Вера С., старший по дому, подъезд 1"
    assert last_day_of(vote, now=NOON) == date(2026, 10, 22)
    assert all(0 < len(line) <= LINE_LENGTH for line in lines.values())


def test_a_vote_that_ends_at_midnight_hangs_until_the_day_before(make, lenina):  # noqa: F811
    vote = make(InitiativeState.VOTING).vote
    # The last moment of the 22nd in Moscow, and the next one.
    for second, last in ((59, 22), (60, 22), (61, 23)):
        vote.closes_at = datetime(2026, 10, 22, 20, 59, tzinfo=UTC) + timedelta(seconds=second)

        assert last_day_of(vote, now=NOON) == date(2026, 10, last)


def test_long_words_are_cut_at_a_word(make, lenina):  # noqa: F811
    initiative = make(InitiativeState.DISCUSSION)
    initiative.proposal = "Поставить " + "городок " * 40

    line = draft_lines(initiative, lenina, now=NOON)["what"]

    assert len(line) <= LINE_LENGTH
    assert line.endswith("городок…") or line.endswith("городок …")


def test_entrances_come_from_the_passport_or_the_registry(lenina, mira):
    from communities.models import Premises

    assert entrances_of(lenina) == [1, 2, 3, 4]
    assert entrances_of(mira) == []
    for number, entrance in (("1", 1), ("2", 1), ("30", 2)):
        Premises.objects.create(community=mira, number=number, key=number, entrance=entrance)
    assert entrances_of(mira) == [1, 2]


# --- on the screen and on paper


def test_the_form_answers_with_the_sheets(client, make, lenina, vera, town):  # noqa: F811
    vote = make(InitiativeState.VOTING).vote
    about = f"vote-{vote.public_id}"
    client.force_login(vera)
    asked = client.get(pack_url(lenina), headers=HERE)
    assert "закончится 22 октября, 20:00" in asked.text
    assert asked.text.count('name="entrances"') == 4

    answer = client.post(pack_url(lenina, about), TYPED, headers=HERE, follow=True)

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    pack = PosterPack.objects.get()
    assert pack.vote == vote
    words = pages(answer.content)
    assert len(words) == 2
    for number, page in zip((1, 3), words, strict=True):
        poster = pack.posters.get(entrance=number)
        assert vote.title in page
        assert all(line in page for line in LINES.values())
        assert f"Подъезд {number}" in page
        assert "Снять после 30 октября" in page
        assert town.brand_name in page
        assert f"localhost/ q/{poster.public_id}" in page or f"localhost/q/{poster.public_id}" in page
    assert PdfReader(io.BytesIO(answer.content)).trailer["/Root"]["/Lang"] == "ru-RU"


def test_paper_is_in_the_main_language_whoever_prints_it(client, lenina, vera):
    client.force_login(vera)
    url = "/en" + pack_url(lenina)

    asked = client.get(url, headers=HERE).text
    answer = client.post(url, TYPED, headers=HERE, follow=True)

    assert "Наведите камеру" in asked
    assert "Posters for entrances" in asked
    assert "Снять после 30 октября" in pages(answer.content)[0]


def test_what_was_typed_comes_back_with_a_refusal(client, lenina, vera):
    client.force_login(vera)
    typed = {**TYPED, "what": "я" * (LINE_LENGTH + 1), "whom": "Тамара из второго", "last_day": "завтра"}

    page = client.post(pack_url(lenina), typed, headers=HERE)

    assert page.status_code == 200
    assert "Тамара из второго" in page.text
    assert page.text.count('class="err"') >= 2
    late = client.post(pack_url(lenina), {**TYPED, "last_day": "2020-01-01"}, headers=HERE)
    assert "Выберите день" in late.text
    gone = client.post(pack_url(lenina, "vote-2222222222"), TYPED, headers=HERE)
    assert gone.status_code == 200
    assert LINES["whom"] in gone.text
    assert not PosterPack.objects.exists()


@pytest.mark.parametrize("text", ["<b>#&*_`$ [x] @ref //", "#panic()", "\\u{41} — «ёж»"])
def test_words_never_become_markup(print_pack, text):
    assert text.replace(" ", "") in pages(sheets(print_pack(what=text)))[0].replace(" ", "")


def test_the_longest_words_still_fit_on_one_sheet(print_pack, make):  # noqa: F811
    initiative = make(InitiativeState.DISCUSSION, title="Щ" * 44 + " " + "Щ" * 45)
    wide = ("Ширина " * 13)[:LINE_LENGTH].strip()

    words = pages(sheets(print_pack(about=initiative, what=wide, when=wide, how=wide, whom=wide)))

    assert len(words) == 2


def test_reprinting_keeps_the_addresses(client, print_pack, vera):
    pack = print_pack()
    client.force_login(vera)

    first, second = (pages(client.get(pack.get_absolute_url(), headers=HERE).content) for _twice in range(2))

    assert first == second
    assert Poster.objects.count() == 2


def test_neither_strangers_nor_other_towns_see_the_sheets(client, print_pack, anna, semyon, olga):
    pack = print_pack()
    address = pack.get_absolute_url()
    for person, host, status in (
        (None, "localhost", 302),
        (anna, "localhost", 403),
        (semyon, "localhost", 403),
        (semyon, "palana.localhost", 404),
        (olga, "localhost", 200),
    ):
        client.logout()
        if person:
            client.force_login(person)
        for url in (address, pack_url(pack.community)):
            answer = client.get(url, headers={"host": host})
            assert answer.status_code == status, (person, url)
            assert status == 200 or not re.search(LINES["whom"].encode(), answer.content)


@pytest.mark.parametrize("count", [2, 8])
def test_the_list_costs_the_same_for_many(client, print_pack, vera, django_assert_max_num_queries, count):
    for number in range(count):
        pack = print_pack(key=f"key234567{number}")
        PosterScan.objects.create(poster=pack.posters.first(), day=NOON.date(), count=number)
    client.force_login(vera)

    with django_assert_max_num_queries(18):
        page = client.get(pack_url(pack.community), headers=HERE)

    assert page.text.count("Напечатать ещё раз") == count


def test_the_list_is_paged_and_tells_scans_by_entrance(client, print_pack, vera):
    for number in range(12):
        with clock.set_to(NOON + timedelta(minutes=number)):
            pack = print_pack(key=f"key23456{number:02}".replace("0", "z").replace("1", "y"))
    PosterScan.objects.create(poster=pack.posters.get(entrance=2), day=NOON.date(), count=41)
    PosterScan.objects.create(poster=pack.posters.get(entrance=2), day=NOON.date() + timedelta(days=1), count=1)
    client.force_login(vera)

    first = client.get(pack_url(pack.community), headers=HERE).text
    second = client.get(pack_url(pack.community, "community&page=2"), headers=HERE).text

    assert re.search(r"Подъезд 2 <small.{0,80}42</td>", first)
    assert first.count("Напечатать ещё раз") == 10
    assert second.count("Напечатать ещё раз") == 2


def test_a_meeting_is_told_by_its_lines(client, lenina, vera):
    client.force_login(vera)
    url = pack_url(lenina, "meeting")
    page = client.get(url, headers=HERE)
    form = page.context["form"]
    empty = client.post(url, {"whom": "Вера", "last_day": "2026-10-20", "entrances": [1]}, headers=HERE)
    typed = LINES | {"what": "Решаем, где парковка", "when": "18 октября, 19:00, у второго подъезда"}

    printed = client.post(url, typed | {"last_day": "2026-10-18", "entrances": [1]}, headers=HERE)
    sheet = client.get(printed.headers["Location"], headers=HERE)

    assert form.initial["when"] == form.initial["what"] == ""
    assert set(empty.context["form"].errors) == {"what", "when", "how"}
    (words,) = pages(sheet.content)
    assert "Собрание соседей" in words and "Когда и где" in words
    assert "18 октября, 19:00" in words
    poster = Poster.objects.get()
    assert poster.pack.is_meeting
    followed = client.get(poster.get_absolute_url(), headers=HERE)
    assert followed.headers["Location"] == lenina.get_absolute_url()


def test_a_meeting_is_about_nothing_else(print_pack, make):  # noqa: F811
    pack = print_pack(about=MEETING)

    with pytest.raises(IntegrityError), transaction.atomic():
        PosterPack.objects.filter(pk=pack.pk).update(initiative=make(InitiativeState.VOTING))
