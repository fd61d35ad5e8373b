"""Tests that watch the house: translations, templates, sizes. The order of imports has a test of its own."""

import ast
import importlib.util
import re
from functools import cache
from pathlib import Path

import django
import polib
from django.apps import apps
from django.conf import settings

from message_sources import SKIPPED, extract_messages
from messages import missing_messages

BASE = Path(settings.BASE_DIR)
TEMPLATES = BASE / "templates"
TEMPLATE_LINES = 300
RUSSIAN = BASE / "locale" / "ru" / "LC_MESSAGES" / "django.po"
# A Russian word that is the same in both languages.
NAMES = {"ТОС"}
# Django and Wagtail ask for these by names that stand in their own code.
ASKED_FOR_BY_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}


def templates(pattern="*"):
    return sorted(path for path in TEMPLATES.rglob(pattern) if path.is_file())


def modules():
    for path in sorted(BASE.rglob("*.py")):
        if not set(path.relative_to(BASE).parts[:-1]) & (SKIPPED | {"scripts"}) and ".venv" not in path.parts:
            yield path


def without_comments(text):
    text = re.sub(r"{% comment.*?%}.*?{% endcomment %}", "", text, flags=re.S)
    return re.sub(r"{#.*?#}", "", text)


def offences(pattern, paths, allowed=lambda match: False):
    """Places where a pattern stands in templates, as "name:line: text"."""
    found = []
    for path in paths:
        text = without_comments(path.read_text(encoding="utf-8"))
        for match in re.finditer(pattern, text, flags=re.I | re.S):
            if not allowed(match):
                line = text.count("\n", 0, match.start()) + 1
                found.append(f"{path.relative_to(TEMPLATES)}:{line}: {match[0][:80]}")
    return found


def test_every_string_has_its_russian():
    assert [f"{message.msgid}: {reason}" for message, reason in missing_messages()] == []


def shadowed() -> set[str]:
    """Messages of ours that change the words of an installed package: its pages would say ours instead."""
    ours = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in polib.pofile(RUSSIAN) if entry.translated()}
    packages = [Path(django.__file__).parent / "conf"]
    packages += [Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent != BASE]
    return {
        f"{package.name}: {entry.msgid}"
        for package in packages
        for path in package.glob("locale/ru/LC_MESSAGES/django.mo")
        for entry in polib.mofile(str(path))
        if entry.msgstr and ours.get((entry.msgctxt, entry.msgid), entry.msgstr) != entry.msgstr
    }


def test_no_message_changes_the_words_of_a_package():
    """Give ours a context. In pages of signing in, which are ours, two words are plainer than allauth's."""
    assert shadowed() == {"allauth: Passkey", "allauth: Recovery codes"}


def test_messages_are_written_in_english():
    found, _broken = extract_messages()
    cyrillic = {
        msgid for _, msgid in found if re.search("[а-яё]", msgid, re.I) and not re.search("[a-z]", msgid, re.I)
    }

    assert len(found) > 100
    assert cyrillic <= NAMES


def test_templates_hold_no_script_and_no_style():
    """The content policy would refuse them in silence."""

    def data_or_file(match):
        return "src=" in match[0] or "application/json" in match[0] or "application/ld+json" in match[0]

    assert len(templates("*.html")) > 20
    assert offences(r"<script\b[^>]*>", templates("*.html"), allowed=data_or_file) == []
    assert offences(r"<style\b", templates("*.html")) == []
    assert offences(r"<[a-z][^<>]*?\s(?:style|on[a-z]+)\s*=", templates("*.html")) == []
    assert offences(r"javascript:", templates("*.html")) == []


def test_templates_fetch_nothing_from_elsewhere():
    assert (
        offences(r"<(?:script|img|iframe|source|video|audio)\b[^>]*\s(?:src|srcset)=[\"']?(?:https?:)?//", templates())
        == []
    )
    assert offences(r"<link\b[^>]*\shref=[\"']?(?:https?:)?//", templates("*.html")) == []


def test_templates_load_one_library_a_line():
    assert offences(r"{% load (?!\S+ from )\S+ [^%]*\S %}", templates()) == []
    assert offences(r"{% load [^%]*%}[^\n]*{% load ", templates()) == []


def test_sentences_in_pages_are_trimmed():
    """An untrimmed sentence carries the template's indentation into the catalogue."""
    assert offences(r"{% blocktrans(?:late)?\b(?![^%]*\btrimmed\b)[^%]*%}", templates("*.html")) == []


@cache
def words_of_the_code():
    """Everything that could name a template: strings of our modules, tags of our templates."""
    texts = [path.read_text(encoding="utf-8") for path in [*modules(), *templates()]]
    return "\n".join(texts)


@cache
def beginnings_of_built_names():
    """Of names put together in f-strings: "notifications/mail/" of f"notifications/mail/{verb}.txt"."""
    found = set()
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                if "/" in node.values[0].value and not node.values[0].value.startswith("/"):
                    found.add(node.values[0].value)
    return found


def overrides_a_package(name):
    for config in apps.get_app_configs():
        folder = Path(config.path, "templates")
        if BASE not in folder.parents or ".venv" in folder.parts:
            if (folder / name).exists():
                return True
    return False


def is_asked_for_by_crispy(name):
    """Crispy forms puts names together of the pack's and a file's."""
    pack, _, rest = name.partition("/")
    if pack != settings.CRISPY_TEMPLATE_PACK:
        return False
    package = Path(importlib.util.find_spec("crispy_forms").origin).parent
    return any(f"/{rest}" in path.read_text(encoding="utf-8") for path in package.rglob("*.py"))


def is_a_page(name):
    from wagtail.models import get_page_models

    return name in {model.template for model in get_page_models() if isinstance(getattr(model, "template", None), str)}


def is_printed(name):
    """Typst's templates are named to `core.pdf.render` without folder and ending, and import one another by file."""
    path = Path(name)
    return path.parts[0] == "pdf" and any(
        name in words_of_the_code() for name in (f'render("{path.stem}"', f'import "{path.name}"')
    )


def is_a_letter(name):
    """allauth is told the beginning that the files of one letter share."""
    beginning = re.fullmatch(r"(.+)_(?:subject|message)\.(?:txt|html)", name)
    return beginning and f'"{beginning[1]}"' in words_of_the_code()


def is_used(name):
    return (
        name in ASKED_FOR_BY_DJANGO
        or any(f"{mark}{name}{mark}" in words_of_the_code() for mark in "\"'")
        or any(name.startswith(beginning) for beginning in beginnings_of_built_names())
        or overrides_a_package(name)
        or is_asked_for_by_crispy(name)
        or is_a_page(name)
        or is_printed(name)
        or is_a_letter(name)
    )


def test_every_template_is_used():
    names = [path.relative_to(TEMPLATES).as_posix() for path in templates()]

    assert not is_used("nobody/" + "asks_for_it.html")
    assert [name for name in names if not is_used(name)] == []


def test_templates_stay_readable():
    lengths = {
        path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8").count("\n") for path in templates()
    }

    assert len(lengths) > 20
    assert {name: length for name, length in lengths.items() if length > TEMPLATE_LINES} == {}
