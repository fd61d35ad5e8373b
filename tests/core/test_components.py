"""The design's components: what they show, and that people's words stay words."""

import re
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from core import drawing, moments, typography

NBSP = "\u00a0"
NOW = datetime(2026, 6, 11, 9, 0, tzinfo=UTC)
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def moscow_in_russian():
    with translation.override("ru"), timezone.override("Europe/Moscow"):
        yield


def show(source, path="/", **context):
    request = RequestFactory().get(path)
    request.now = NOW
    return Template("{% load core_tags %}" + source).render(Context({"request": request, **context}))


@pytest.mark.parametrize(
    ("count", "total", "lit"),
    [(0, 156, 0), (1, 1000, 1), (48, 156, 30), (155, 156, 99), (156, 156, 100), (200, 156, 100), (5, 0, 0)],
)
def test_facade_never_lights_all_before_all_voted_nor_none_after_one_did(count, total, lit):
    assert drawing.lit_windows(count, total, 100) == lit


def test_facade_draws_every_window_once_and_says_it_in_words():
    html = show("{% facade 48 156 quorum=52 %}")

    lit, dark = (re.search(rf'class="{name}" d="([^"]*)"', html)[1].count("M") for name in ("lit", "win"))
    assert (lit, dark) == (30, 70)
    assert 'aria-label="Проголосовали 48 из 156, кворум 52"' in html


def test_facade_puts_the_quorum_between_lit_and_dark_windows():
    below = show("{% facade 51 156 quorum=52 rows=2 %}")
    reached = show("{% facade 52 156 quorum=52 rows=2 %}")

    assert 'd="M83 0v40"' in below
    assert "кворум 52 набран" in reached
    assert "набран" not in below


def test_bar_fills_its_width_whatever_the_shares():
    html = str(drawing.bar([243, 49, 26], label="итог"))

    x, width = re.search(r'class="c3" x="([\d.]+)" width="([\d.]+)"', html).groups()
    assert float(x) + float(width) == pytest.approx(100, abs=0.1)


def test_bar_of_nothing_has_only_its_ground():
    assert "c1" not in str(drawing.bar([0, 0], label="пусто"))


@pytest.mark.parametrize(
    "source",
    [
        "{% plate text text small=text %}",
        "{% chip text %}",
        "{% avatar text %}",
        "{% facade 1 2 label=text %}",
        "{% bar shares %}{% bar_key shares %}",
        "{% kpi text text %}",
        "{% breadcrumbs text text %}",
        "{% tabs tabs text %}",
        "{% steps steps %}",
        "{% note %}{{ text }}{% endnote %}",
        "{% empty_state text %}{{ text }}{% endempty_state %}",
        "{{ text|nbsp }}",
        "{% map_box points %}",
    ],
)
def test_components_show_what_people_wrote_as_text(source):
    html = show(
        source,
        text=SCRIPT,
        shares=[(SCRIPT, 3)],
        tabs=[{"label": SCRIPT, "url": SCRIPT, "count": SCRIPT}],
        steps=[{"title": SCRIPT, "note": SCRIPT, "url": SCRIPT, "state": "done"}],
        points=[{"label": SCRIPT}],
    )

    assert SCRIPT not in html
    assert "<script>" not in html


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("ул. Ленина", ("улица", "Ленина")),
        ("пр. Мира", ("проспект", "Мира")),
        ("ТОС «Юбилейный»", ("ТОС", "Юбилейный")),
        ("Муниципальный контроль", ("", "Муниципальный контроль")),
    ],
)
def test_plate_writes_the_kind_of_street_in_small_letters(name, parts):
    assert drawing.split_name(name) == parts


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Галина Петровна Сорокина", "ГС"), ("Марина К.", "МК"), ("Анна", "А"), ("", "")],
)
def test_avatar_shows_first_letters_of_the_first_and_the_last_word(name, letters):
    assert drawing.initials(name) == letters


@pytest.mark.parametrize(
    ("delta", "look", "words"),
    [
        (timedelta(days=20), "", "до 1 июля, 12:00 — 20 дней"),
        (timedelta(days=3), "soon", "до 14 июня, 12:00 — 3 дня"),
        (timedelta(days=1), "soon", "до 12 июня, 12:00 — завтра"),
        (timedelta(hours=2), "soon", "до 11 июня, 14:00 — 2 часа"),
        (timedelta(minutes=48), "soon", "до 11 июня, 12:48 — 48 минут"),
        (timedelta(0), "over", "просрочено на 1 день"),
        (timedelta(days=-2), "over", "просрочено на 2 дня"),
    ],
)
def test_deadline_says_how_urgent_it_is(delta, look, words):
    assert moments.deadline(NOW + delta, NOW) == (look, words)


def test_due_counts_days_by_the_towns_calendar():
    # 23:30 in Moscow; half an hour later it is already tomorrow there.
    now = datetime(2026, 6, 11, 20, 30, tzinfo=UTC)

    assert moments.left(now + timedelta(hours=1), now) == "завтра"


def test_moment_names_the_year_only_when_it_is_another():
    assert moments.moment(NOW, NOW) == "11 июня, 12:00"
    assert moments.moment(datetime(2025, 6, 11, 9, tzinfo=UTC), NOW) == "11 июня 2025, 12:00"
    assert moments.day(date(2026, 4, 2), NOW) == "2 апреля"


@pytest.mark.parametrize(("minutes", "words"), [(85, "1 ч 25 мин"), (60, "1 ч"), (0, "0 мин"), (5, "5 мин")])
def test_lead_time_is_in_hours_and_minutes(minutes, words):
    assert moments.lead_time(minutes).replace(NBSP, " ") == words


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1480000, "1_480_000_₽"),
        (0, "0_₽"),
        ("99.5", "99,50_₽"),
        (-1200, "−1_200_₽"),
        (None, ""),
    ],
)
def test_money_is_grouped_and_never_broken(value, shown):
    assert typography.money(value) == shown.replace("_", NBSP)


@pytest.mark.parametrize(
    ("part", "total", "shown"),
    [
        (1, 1000, "1"),
        (2, 3, "67"),
        (999, 1000, "99"),
        (207, 222, "93"),
        (15, 222, "7"),
        (0, 10, "0"),
        (5, 0, "0"),
        (10, 10, "100"),
    ],
)
def test_share_is_rounded_and_never_hides_a_voice(part, total, shown):
    assert typography.share(part, total) == f"{shown}{NBSP}%"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("встреча в доме на ул. Ленина", "встреча в_доме на_ул._Ленина"),
        ("по 1 850 ₽ с квартиры", "по_1_850_₽ с_квартиры"),
        ("дом — это двор", "дом_— это двор"),
        ('<a href="/a b/">в доме</a>', '<a href="/a b/">в_доме</a>'),
        ("через двор", "через двор"),
    ],
)
def test_nbsp_keeps_short_words_and_units_together(text, shown):
    assert typography.no_breaks(text) == shown.replace("_", NBSP)


def test_pagination_keeps_the_filters_and_marks_the_page():
    page = Paginator(range(100), 10).page(3)

    html = show("{% pagination page %}", path="/initiatives/?state=voting&page=3", page=page)

    assert 'href="?state=voting&amp;page=4"' in html
    assert html.count('aria-current="page"') == 1
    assert "page=3&" not in html


def test_pagination_of_one_page_is_silent():
    assert show("{% pagination page %}", page=Paginator([1], 10).page(1)).strip() == ""


@pytest.mark.parametrize(
    ("path", "language", "address"),
    [
        ("/votes/?page=2", "en", "/en/votes/?page=2"),
        ("/en/votes/?page=2", "ru", "/votes/?page=2"),
        ("/en/", "en", "/en/"),
        ("/english-yard/", "ru", "/english-yard/"),
    ],
)
def test_alternate_url_is_the_same_page_in_the_other_language(path, language, address):
    assert show("{% alternate_url language %}", path=path, language=language) == address


def test_toasts_of_a_guest_do_not_ask_for_a_session():
    request = RequestFactory().get("/")
    request.is_guest = True
    asked = []

    class Messages:
        def __iter__(self):
            asked.append(True)
            return iter(())

    Template("{% load core_tags %}{% toasts %}").render(Context({"request": request, "messages": Messages()}))
    assert not asked

    request.is_guest = False
    Template("{% load core_tags %}{% toasts %}").render(Context({"request": request, "messages": Messages()}))
    assert asked


def test_toasts_tell_bad_news_at_once():
    message = type("Said", (str,), {"level_tag": "error"})("Нельзя")
    request = SimpleNamespace(is_guest=False, COOKIES={})

    html = Template("{% load core_tags %}{% toasts %}").render(Context({"request": request, "messages": [message]}))

    assert 'role="alert"' in html
    assert "note--bad" in html
    assert "Нельзя" in html
