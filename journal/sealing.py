"""Seals of the journal: blocks of a town's events, each digest over the one before it, so that a changed, removed or
inserted event, or a removed seal, is found by `manage.py verify_journal`.

Whoever owns the database can drop the triggers and seal everything anew; against that the newest digest (the head)
is kept elsewhere: the worker logs each one, and `verify_journal --expect` looks for it.
"""

import json
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from django.db import connection, transaction

from core import clock
from journal.models import Event, Seal
from municipalities.models import Municipality

logger = logging.getLogger("veche.journal")

BLOCK = 1000
BLOCKS_PER_ROUND = 50
# How long a round waits for acts that were being written when it began.
PATIENCE = 2.0
BEGINNING = "0" * 64
FIELDS = ("id", "municipality_id", "at", "verb", "actor_key", "target_type_id", "target_id", "data")


def chained(previous: str, rows: Iterable[tuple]) -> str:
    """The digest of a block whose rows hold `FIELDS`, in hexadecimal."""
    digest = sha256(bytes.fromhex(previous))
    for row in rows:
        event = dict(zip(FIELDS, row, strict=True))
        event["at"] = event["at"].astimezone(UTC).isoformat(timespec="microseconds")
        event["actor_key"] = event["actor_key"] and str(event["actor_key"])
        line = json.dumps(event, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()


def seal_journal() -> int:
    """Seal what is settled in every town; how many blocks were sealed. An act of the clock."""
    newest = settled()
    if newest is None:
        return 0
    sealed = 0
    for town_id in Municipality.objects.values_list("pk", flat=True):
        for _block in range(BLOCKS_PER_ROUND):
            if not _seal_block(town_id, newest):
                break
            sealed += 1
    return sealed


def settled() -> int | None:
    """The newest event such that none with a smaller number can appear any more; None if that is not known yet.

    PostgreSQL numbers an event when it is inserted, and shows it when its transaction commits: a smaller number may
    come to light after a greater one. Whoever inserts holds a lock on the table from before the number is drawn until
    after the commit is visible; so when all that held it after the newest number was read have let it go, every
    smaller number is either to be seen or never will be. SQLite lets one writer in at a time.
    """
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first()
    if newest is None or connection.vendor != "postgresql":
        return newest
    writing = _writers()
    deadline = time.monotonic() + PATIENCE
    while writing and time.monotonic() < deadline:
        time.sleep(0.05)
        writing &= _writers()
    return None if writing else newest


def _writers() -> set[str]:
    """Transactions that may have drawn a number and not shown it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' "
            "AND granted AND relation = 'journal_event'::regclass AND pid IS DISTINCT FROM pg_backend_pid() "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return {name for (name,) in cursor.fetchall()}


@transaction.atomic
def _seal_block(town_id: int, newest: int) -> Seal | None:
    # One sealer of a town at a time; people's acts, which only refer to the town, do not wait for it.
    Municipality.objects.select_for_update(no_key=True).get(pk=town_id)
    last = Seal.objects.filter(municipality=town_id).order_by("number").last()
    since = last.last_event if last else 0
    events = Event.objects.filter(municipality=town_id, pk__gt=since, pk__lte=newest).order_by("pk")
    rows = list(events.values_list(*FIELDS)[:BLOCK])
    if not rows:
        return None
    seal = Seal.objects.create(
        municipality_id=town_id,
        number=last.number + 1 if last else 1,
        first_event=rows[0][0],
        last_event=rows[-1][0],
        count=len(rows),
        digest=chained(last.digest if last else BEGINNING, rows),
        at=clock.now(),
    )
    logger.info("Journal of town %s sealed: block %s, head %s", town_id, seal.number, seal.digest)
    return seal


@dataclass
class Verdict:
    """What was found in one town's journal."""

    town: str
    blocks: int = 0
    events: int = 0
    head: str = BEGINNING
    fault: str = ""  # the first one, in words
    broken_block: int | None = None
    unsealed: int = 0
    unsealed_since: datetime | None = None


def verify(town, *, expect: str = "", progress: Callable[[Verdict], None] = lambda verdict: None) -> Verdict:
    """Compute the digests of a town's journal anew, block by block, until one differs."""
    verdict = Verdict(town=town.site.hostname)
    since, met = 0, not expect
    for seal in Seal.objects.filter(municipality=town).order_by("number").iterator(chunk_size=500):
        # Everything since the last block belongs to this one, so an event put between two is found, too.
        events = Event.objects.filter(municipality=town, pk__gt=since, pk__lte=seal.last_event).order_by("pk")
        rows = list(events.values_list(*FIELDS)[: seal.count + 1])
        if fault := _fault_of(seal, rows, verdict):
            verdict.fault, verdict.broken_block = fault, seal.number
            return verdict
        since, verdict.head = seal.last_event, seal.digest
        verdict.blocks, verdict.events = seal.number, verdict.events + len(rows)
        met = met or seal.digest == expect
        progress(verdict)
    left = Event.objects.filter(municipality=town, pk__gt=since)
    verdict.unsealed = left.count()
    verdict.unsealed_since = left.order_by("pk").values_list("at", flat=True).first()
    if not met:
        verdict.fault = "the expected head is not in this journal: it is an older copy, or was written anew"
    return verdict


def _fault_of(seal: Seal, rows: list[tuple], before: Verdict) -> str:
    if seal.number != before.blocks + 1:
        return f"block {before.blocks + 1} is missing"
    place = f"block {seal.number} (events {seal.first_event}–{seal.last_event}, sealed {seal.at:%Y-%m-%d %H:%M} UTC)"
    if len(rows) != seal.count:
        found = f"{len(rows)}" if len(rows) < seal.count else f"more than {seal.count}"
        return f"{place} was sealed with {seal.count} events and has {found}"
    if chained(before.head, rows) != seal.digest:
        return f"{place} does not agree with its seal: an event or the seal was changed"
    return ""
