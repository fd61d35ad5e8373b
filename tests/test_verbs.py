"""The list of everything that can happen in the town holds nothing that never does."""

import ast
from pathlib import Path

from django.conf import settings

from journal.verbs import Verb

BASE = Path(settings.BASE_DIR)
NOT_THE_TOWN = {".venv", "tests", "scripts", "migrations"}


def writers():
    """Modules that write the journal, parsed."""
    for path in sorted(BASE.glob("*/**/*.py")):
        if not set(path.relative_to(BASE).parts) & NOT_THE_TOWN:
            source = path.read_text(encoding="utf-8")
            if "record(" in source and "Verb." in source:
                yield ast.parse(source)


def named_in(tree) -> set[str]:
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Verb"
    }


def test_every_verb_is_written_by_some_act():
    trees = list(writers())
    written = set().union(*map(named_in, trees))

    assert len(trees) > 10
    assert set(Verb.names) - written == set()
