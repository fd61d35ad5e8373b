#!/usr/bin/env python
"""The message catalogues, without system gettext.

    messages.py extract            print every translatable string of the code and templates
    messages.py merge              bring locale/*/LC_MESSAGES/django.po up to the code
    messages.py fill FILE.json     put Russian from {"msgid": "перевод"} into the catalogue
    messages.py missing            list what has no Russian; exit 1 when there is any
    messages.py compile            write the .mo files Django reads (needs polib alone)

In FILE.json a counted message takes three forms: {"%(count)s vote": ["%(count)s голос", "%(count)s голоса",
"%(count)s голосов"]}; a message with a context has the key "context\\u0004msgid".
"""

import argparse
import contextlib
import fcntl
import json
import os
import re
import sys
from pathlib import Path

import polib

from message_sources import BASE, Message, extract_messages

LOCALE = BASE / "locale"
LANGUAGES = ("ru", "en")
CONTEXT = "\u0004"
PLACEHOLDER = re.compile(r"%\((\w+)\)|\{(\w*)\}")


def catalogue_path(language):
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def plural_forms(language):
    """Django's own rule: a catalogue with another one would be kept apart from Django's."""
    import django

    own = Path(django.__file__).parent / "conf" / "locale" / language / "LC_MESSAGES" / "django.po"
    return polib.pofile(str(own)).metadata["Plural-Forms"]


def open_catalogue(language):
    path = catalogue_path(language)
    if path.exists():
        return polib.pofile(str(path), wrapwidth=100)
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = {
        "Project-Id-Version": "Veche",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural_forms(language),
    }
    return catalogue


def save(catalogue, path):
    """Write whole or not at all: somebody may be reading."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}.tmp")
    draft.write_text(f"{catalogue}\n" if not str(catalogue).endswith("\n") else str(catalogue), encoding="utf-8")
    draft.replace(path)


@contextlib.contextmanager
def locked():
    """One writer of the catalogues at a time."""
    LOCALE.mkdir(parents=True, exist_ok=True)
    with open(LOCALE / ".lock", "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def merged(language, messages, *, keep_unused):
    """The catalogue of a language with exactly the messages given, translations kept.

    With keep_unused, translations of strings no longer seen stay at the end as obsolete and come back with the string.
    """
    old = open_catalogue(language)
    known = {(entry.msgctxt, entry.msgid): entry for entry in reversed(old)}
    new = polib.POFile(wrapwidth=100)
    new.metadata = old.metadata
    forms = int(re.search(r"nplurals=(\d+)", old.metadata["Plural-Forms"])[1])
    for key in sorted(messages, key=lambda key: (key[1].lower(), key[1], key[0] or "")):
        message, before = messages[key], known.get(key)
        entry = polib.POEntry(
            msgid=message.msgid,
            msgctxt=message.context,
            occurrences=[(name, "") for name in sorted(message.files)],
            flags=["python-format"] if "%(" in message.msgid + message.plural else [],
        )
        if message.plural:
            entry.msgid_plural = message.plural
            kept = before.msgstr_plural if before and before.msgid_plural else {}
            entry.msgstr_plural = {form: kept.get(form, "") for form in range(forms)}
        elif before and not before.msgid_plural:
            entry.msgstr = before.msgstr
        if language == "en":
            entry.msgstr = "" if message.plural else message.msgid
            entry.msgstr_plural = {0: message.msgid, 1: message.plural} if message.plural else {}
        new.append(entry)
    if keep_unused and language != "en":
        unused = [entry for key, entry in known.items() if key not in messages and is_translated(entry)]
        for entry in sorted(unused, key=lambda entry: (entry.msgid, entry.msgctxt or "")):
            entry.obsolete = True
            entry.occurrences = []
            new.append(entry)
    return new


def is_translated(entry):
    return all(entry.msgstr_plural.values()) if entry.msgid_plural else bool(entry.msgstr)


def placeholders(*texts):
    return {a or b for text in texts for a, b in PLACEHOLDER.findall(text)}


def fault_of(entry, translation):
    """Why a translation cannot be taken, or ""."""
    texts = translation if isinstance(translation, list) else [translation]
    if not all(isinstance(text, str) and text.strip() for text in texts):
        return "empty"
    if entry.msgid_plural and (not isinstance(translation, list) or len(texts) not in (3, 4)):
        return "counted: give three forms"
    if not entry.msgid_plural and isinstance(translation, list):
        return "not counted: give one string"
    known = placeholders(entry.msgid, entry.msgid_plural or "")
    if strange := placeholders(*texts) - known:
        return f"unknown placeholder {', '.join(sorted(strange))}"
    if not entry.msgid_plural and (lost := known - placeholders(*texts)):
        return f"lost placeholder {', '.join(sorted(lost))}"
    return ""


def put(entry, translation):
    """Store a translation; the fourth Russian form (fractions) repeats the third."""
    if entry.msgid_plural:
        forms = translation if len(translation) == 4 else [*translation, translation[2]]
        entry.msgstr_plural = dict(enumerate(forms))
    else:
        entry.msgstr = translation


def report_broken(broken):
    for name, reason in broken.items():
        print(f"cannot read {name}: {reason}", file=sys.stderr)


def extract_command(options):
    found, broken = extract_messages()
    for (context, msgid), message in sorted(found.items(), key=lambda item: (item[0][1], item[0][0] or "")):
        key = f"{context}{CONTEXT}{msgid}" if context else msgid
        print(json.dumps({"msgid": key, "plural": message.plural, "files": sorted(message.files)}, ensure_ascii=False))
    report_broken(broken)
    return 1 if broken else 0


def merge_command(options):
    with locked():
        found, broken = extract_messages()
        for language in LANGUAGES:
            # A file that cannot be read must not cost its translations.
            catalogue = merged(language, found, keep_unused=bool(broken))
            save(catalogue, catalogue_path(language))
    report_broken(broken)
    print(f"{len(found)} messages")
    return 1 if broken else compile_command(options)


def fill_command(options):
    given = json.loads(Path(options.file).read_text(encoding="utf-8"))
    problems = []
    with locked():
        found, broken = extract_messages()
        for language in LANGUAGES:
            catalogue = merged(language, found, keep_unused=True)
            if language == "ru":
                entries = {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}
                for key, translation in given.items():
                    context, mark, msgid = key.rpartition(CONTEXT)
                    entry = entries.get((context if mark else None, msgid))
                    fault = fault_of(entry, translation) if entry else "no such message in the code"
                    if fault:
                        problems.append(f"{key!r}: {fault}")
                    else:
                        put(entry, translation)
                left = sum(not is_translated(entry) for entry in entries.values())
            save(catalogue, catalogue_path(language))
        compile_catalogues()
    report_broken(broken)
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(given) - len(problems)} of {len(given)} filled, {left} of {len(found)} still without Russian")
    return 1 if problems else 0


def missing_messages():
    """Messages of the code without Russian, or with faulty Russian: (message, reason) pairs."""
    found, broken = extract_messages()
    entries = {(entry.msgctxt, entry.msgid): entry for entry in open_catalogue("ru") if not entry.obsolete}
    wanting = [(Message(name), reason) for name, reason in broken.items()]
    for key, message in found.items():
        entry = entries.get(key)
        if entry is None or not is_translated(entry) or bool(entry.msgid_plural) != bool(message.plural):
            wanting.append((message, "no translation"))
            continue
        forms = [entry.msgstr_plural[form] for form in sorted(entry.msgstr_plural)]
        if fault := fault_of(entry, forms if message.plural else entry.msgstr):
            wanting.append((message, fault))
    return wanting


def missing_command(options):
    wanting = missing_messages()
    for message, reason in sorted(wanting, key=lambda item: (min(item[0].files, default=""), item[0].msgid)):
        key = f"{message.context}{CONTEXT}{message.msgid}" if message.context else message.msgid
        shown = json.dumps(key, ensure_ascii=False) + (" (counted)" if message.plural else "")
        print(f"{min(message.files, default='-')}: {shown}: {reason}")
    if wanting:
        print(f"{len(wanting)} messages want Russian", file=sys.stderr)
    return 1 if wanting else 0


def compile_catalogues():
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        draft = path.with_suffix(f".{os.getpid()}.mo")
        polib.pofile(str(path)).save_as_mofile(str(draft))
        draft.replace(path.with_suffix(".mo"))


def compile_command(options):
    compile_catalogues()
    return 0


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, act in [
        ("extract", extract_command),
        ("merge", merge_command),
        ("fill", fill_command),
        ("missing", missing_command),
        ("compile", compile_command),
    ]:
        command = commands.add_parser(name)
        command.set_defaults(act=act)
        if name == "fill":
            command.add_argument("file")
    options = parser.parse_args(arguments)
    return options.act(options)


if __name__ == "__main__":
    sys.exit(main())
