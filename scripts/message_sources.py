"""Where translatable strings stand: the gettext calls of the project's code and templates."""

import io
import os
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
# Tests and scripts speak to developers; the rest is not ours or is made by commands.
SKIPPED = {".venv", "venv", "var", "tests", "scripts", "docs", "locale", "migrations", "node_modules", "static"}
ONE, COUNTED = None, (1, 2)
IN_CONTEXT, COUNTED_IN_CONTEXT = ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    "_": ONE,
    "gettext": ONE,
    "gettext_lazy": ONE,
    "gettext_noop": ONE,
    "ngettext": COUNTED,
    "ngettext_lazy": COUNTED,
    "pgettext": IN_CONTEXT,
    "pgettext_lazy": IN_CONTEXT,
    "npgettext": COUNTED_IN_CONTEXT,
    "npgettext_lazy": COUNTED_IN_CONTEXT,
}


class Message:
    """A translatable string: its singular, plural (or ""), context (or None) and the files it stands in."""

    def __init__(self, msgid, plural="", context=None):
        self.msgid, self.plural, self.context = msgid, plural, context
        self.files = set()


def sources(base=BASE):
    """Python files and templates of the project, in a stable order."""
    for folder, names, files in os.walk(base):
        names[:] = sorted(name for name in names if name not in SKIPPED and not name.startswith("."))
        for name in sorted(files):
            if name.endswith((".py", ".html", ".txt")) and (name.endswith(".py") or "templates" in Path(folder).parts):
                yield Path(folder, name)


def calls_of(path):
    """The gettext calls of a file as Babel reads them: (function, message, context) triples."""
    from babel.messages.extract import extract

    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        compile(text, str(path), "exec")  # half a file would look like a file with fewer strings
    else:
        from django.utils.translation.template import templatize

        # Brackets: what is left of a template has no sensible indentation.
        text = f"(\n{templatize(text, origin=str(path))}\n)"
    stream = io.BytesIO(text.encode())
    for _line, message, _comments, context in extract("python", stream, KEYWORDS, options={"encoding": "utf-8"}):
        yield message, context


def extract_messages(base=BASE):
    """All messages by (context, msgid), and the files that could not be read with the reason."""
    found, broken = {}, {}
    for path in sources(base):
        name = path.relative_to(base).as_posix()
        try:
            calls = list(calls_of(path))
        except Exception as error:  # a file somebody is in the middle of writing
            broken[name] = f"{type(error).__name__}: {error}"
            continue
        for message, context in calls:
            msgid, plural = message[:2] if isinstance(message, tuple) else (message, "")
            if not msgid:
                continue
            entry = found.setdefault((context, msgid), Message(msgid, plural, context))
            entry.plural = entry.plural or plural or ""
            entry.files.add(name)
    return found, broken
