import gettext
import json

import polib
import pytest

import messages
from message_sources import extract_messages

TEMPLATE = """
{% load i18n %}
      {% translate "Hello" %} ((( it's "odd
  {% blocktranslate trimmed count n=n %}
    {{ n }} day
  {% plural %}
    {{ n }} days
  {% endblocktranslate %}
{% translate "May" context "month" %} {{ _("Filter")|upper }}
"""
MODULE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy, npgettext

A = _("Long "
      "%(what)s")
B = ngettext("%(count)s vote", "%(count)s votes", 2)
C = pgettext_lazy("verb", "May")
D = npgettext("sum", "%(n)s rouble", "%(n)s roubles", 2)
E = "not marked"
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    (tmp_path / "templates" / "app").mkdir(parents=True)
    (tmp_path / "templates" / "app" / "page.html").write_text(TEMPLATE)
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "models.py").write_text(MODULE)
    monkeypatch.setattr(messages, "LOCALE", tmp_path / "locale")
    monkeypatch.setattr(messages, "extract_messages", lambda: extract_messages(tmp_path))
    return tmp_path


def russian(project):
    return {
        (entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(project / "locale/ru/LC_MESSAGES/django.po"))
    }


def fill(project, translations):
    file = project / "russian.json"
    file.write_text(json.dumps(translations))
    return messages.main(["fill", str(file)])


def test_extract_finds_templates_and_code(project):
    found, broken = extract_messages(project)

    assert {key: message.plural for key, message in found.items()} == {
        (None, "Hello"): "",
        (None, "%(n)s day"): "%(n)s days",
        ("month", "May"): "",
        (None, "Filter"): "",
        (None, "Long %(what)s"): "",
        (None, "%(count)s vote"): "%(count)s votes",
        ("verb", "May"): "",
        ("sum", "%(n)s rouble"): "%(n)s roubles",
    }
    assert broken == {}


def test_fill_writes_what_gettext_reads(project):
    code = fill(
        project,
        {
            "Hello": "Здравствуйте",
            "month\u0004May": "Май",
            "%(count)s vote": ["%(count)s голос", "%(count)s голоса", "%(count)s голосов"],
        },
    )

    with open(project / "locale/ru/LC_MESSAGES/django.mo", "rb") as compiled:
        catalogue = gettext.GNUTranslations(compiled)
    assert code == 0
    assert catalogue.gettext("Hello") == "Здравствуйте"
    assert catalogue.pgettext("month", "May") == "Май"
    assert [catalogue.ngettext("%(count)s vote", "", n) for n in (1, 3, 5, 11, 21)] == [
        "%(count)s голос",
        "%(count)s голоса",
        "%(count)s голосов",
        "%(count)s голосов",
        "%(count)s голос",
    ]


@pytest.mark.parametrize(
    ("key", "translation"),
    [
        ("Nobody says this", "Никто"),
        ("Hello", ""),
        ("Hello", ["Раз", "Два", "Три"]),
        ("Long %(what)s", "Длинное"),
        ("Long %(what)s", "Длинное %(that)s"),
        ("%(count)s vote", "%(count)s голос"),
        ("%(count)s vote", ["%(count)s голос", "%(count)s голоса"]),
    ],
)
def test_fill_refuses_what_would_break_a_page(project, key, translation):
    assert fill(project, {key: translation, "Filter": "Отбор"}) == 1

    entries = russian(project)
    assert entries[None, "Filter"].msgstr == "Отбор"
    assert not any(messages.is_translated(entry) for key, entry in entries.items() if key != (None, "Filter"))


def test_merge_drops_what_the_code_no_longer_says(project):
    fill(project, {"Hello": "Здравствуйте", "Filter": "Отбор"})
    page = project / "templates" / "app" / "page.html"
    page.write_text(TEMPLATE.replace('{% translate "Hello" %}', ""))

    messages.main(["merge"])

    entries = russian(project)
    assert (None, "Hello") not in entries
    assert entries[None, "Filter"].msgstr == "Отбор"


def test_a_file_half_written_costs_no_translation(project):
    fill(project, {"Long %(what)s": "Длинное %(what)s"})
    module = project / "app" / "models.py"
    module.write_text("def half(:")

    assert messages.main(["merge"]) == 1
    module.write_text(MODULE)
    messages.main(["merge"])

    assert russian(project)[None, "Long %(what)s"].msgstr == "Длинное %(what)s"


def test_missing_names_each_string_without_russian(project, capsys):
    fill(project, {"Hello": "Здравствуйте"})
    capsys.readouterr()

    assert messages.main(["missing"]) == 1

    printed = capsys.readouterr().out
    assert "Filter" in printed
    assert "Hello" not in printed


def test_plural_rule_is_djangos_own(project):
    messages.main(["merge"])

    catalogue = polib.pofile(str(project / "locale/ru/LC_MESSAGES/django.po"))
    assert catalogue.metadata["Plural-Forms"] == messages.plural_forms("ru")
    assert "nplurals=4" in catalogue.metadata["Plural-Forms"]
