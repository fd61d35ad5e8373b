"""Rows of the journal as a table: keys and codes, no names."""

import json
from collections.abc import Iterable, Iterator

from core import clock, spreadsheets
from journal.actions import record
from journal.verbs import Verb

HEADINGS = ("number", "at", "verb", "what", "actor", "object", "object_number", "data")
# A book of more is too slow to make while somebody waits.
MOST_IN_BOOK = 50_000
AT_ONCE = 2000


def note_export(town, *, by, form: str, wanted: dict) -> None:
    """Keep who took which part of the journal out."""
    asked = {name: str(value) for name, value in wanted.items() if value}
    record(Verb.JOURNAL_EXPORTED, town, by=by, municipality=town, form=form, asked=asked)


def rows_of(events, town) -> Iterator[list]:
    """Oldest last, in pieces of bounded size. What is written after the beginning is left out."""
    events = events.filter(at__lte=clock.now()).select_related("target_type")
    last = None
    while True:
        later = events.filter(at__lte=last.at).exclude(at=last.at, pk__gte=last.pk) if last else events
        piece = list(later[:AT_ONCE])
        for event in piece:
            yield [
                event.pk,
                event.at.astimezone(town.tz).isoformat(timespec="seconds"),
                event.verb,
                event.get_verb_display(),
                str(event.actor_key or ""),
                event.target_type.model,
                event.target_id,
                json.dumps(event.data, ensure_ascii=False, sort_keys=True) if event.data else "",
            ]
        if len(piece) < AT_ONCE:
            return
        last = piece[-1]


def csv_lines(rows: Iterable[list]) -> Iterator[str]:
    return spreadsheets.csv_lines(HEADINGS, rows)


def write_book(rows: Iterable[list], file) -> None:
    spreadsheets.write_book("journal", HEADINGS, rows, file)
