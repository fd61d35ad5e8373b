"""A vote of very many ballots: how long closing, counting and the audit file take, and how much memory.

`python -m scripts.bench.million --ballots 1000000` makes a town, in it a closed and a secret vote with so many
synthetic ballots each, and does every step in a process of its own, whose greatest memory is printed beside that of a
process that does nothing. Takes long: it is no part of `make bench`.
"""

import argparse
import json
import os
import resource
import secrets
import sys
import time
from datetime import timedelta

from scripts.bench.server import Town

BATCH = 10_000
POSTGRES = os.environ.get("BENCH_DATABASE_URL", "postgres://root@127.0.0.1:5432/veche_million")
STEPS = ("make", "page", "nothing", "close", "count", "file", "verify")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.bench.million", description=__doc__.splitlines()[0])
    parser.add_argument("--ballots", type=int, nargs="+", default=[10_000, 1_000_000], help="sizes, growing")
    parser.add_argument("--databases", nargs="+", choices=["sqlite", "postgres"], default=["sqlite", "postgres"])
    parser.add_argument("--secrecy", nargs="+", choices=["closed", "secret"], default=["closed", "secret"])
    parser.add_argument("--inside", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        step, *arguments = options.inside
        print(json.dumps(inside(step, *arguments)))
        return
    print(f"{'database':9} {'secrecy':7} {'ballots':>9} {'step':8} {'seconds':>8} {'per 100,000':>11} {'MB':>6}")
    for name in options.databases:
        town = Town(f"million-{name}", POSTGRES if name == "postgres" else "")
        town.build()
        for size in options.ballots:
            for secrecy in options.secrecy:
                for line in measured(town, secrecy, size):
                    print(f"{name:9} {secrecy:7} {size:9} {line}", flush=True)


def measured(town: Town, secrecy: str, size: int):
    vote = ""
    for step in STEPS:
        arguments = [step, secrecy, str(size)] if step == "make" else [step, vote]
        told = json.loads(town.run("-m", "scripts.bench.million", "--inside", *arguments).splitlines()[-1])
        vote = told.get("vote", vote)
        seconds = told["seconds"]
        yield f"{step:8} {seconds:8.2f} {seconds / size * 100_000:11.2f} {told['megabytes']:6.0f}"


def inside(step: str, *arguments: str) -> dict:
    """One step in the measured town."""
    import django

    django.setup()
    started = time.perf_counter()
    told = globals()[f"do_{step}"](*arguments) or {}
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": time.perf_counter() - started, "megabytes": megabytes} | told


def do_nothing(vote: str) -> None:
    """Only what every process of the site takes."""


def do_make(secrecy: str, size: str) -> dict:
    from django.db import transaction

    vote = _drafted(secrecy)
    with transaction.atomic():
        for start in range(0, int(size), BATCH):
            _entitle(vote, range(start, min(start + BATCH, int(size))))
        _open(vote)
    for start in range(0, int(size), BATCH):
        with transaction.atomic():
            _cast(vote, start)
    return {"vote": str(vote.pk)}


def _drafted(secrecy: str):
    from accounts.models import User
    from core import clock
    from municipalities.models import Municipality
    from voting.actions import draft_vote
    from voting.models import CountedBy, RulePreset, VoteKind

    town = Municipality.objects.order_by("pk").first()
    page, now = town.communities.order_by("pk").first(), clock.now()
    presets = RulePreset.objects.in_force(town, now.date()).suiting(VoteKind.DECISION, CountedBy.PERSON)
    return draft_vote(
        community=page, electorate=[page], title="Очень большое голосование", preset=presets.first(),
        secrecy=secrecy, opens_at=now, closes_at=now + timedelta(days=1), items=["Первый вопрос", "Второй вопрос"],
        by=User.objects.filter(is_superuser=True).first(),
    )  # fmt: skip


def _entitle(vote, numbers) -> None:
    from voting.models import RollEntry

    RollEntry.objects.bulk_create(
        RollEntry(
            vote=vote, key=secrets.token_hex(18), line=secrets.token_hex(16), community_id=vote.community_id,
            entrance=number % 8 + 1,
        )
        for number in numbers
    )  # fmt: skip


def _open(vote) -> None:
    """As `open_vote` does, but for the drawing up of the roll, which stands there."""
    from django.db.models import Sum

    from core import clock
    from voting import audit, manifest
    from voting.actions import chain
    from voting.models import Vote, VoteKey

    vote.opened_at, vote.roll_size = clock.now(), vote.roll.count()
    vote.roll_weight = vote.roll.aggregate(sum=Sum("weight"))["sum"]
    lines = vote.roll.order_by("line").values_list("line", "weight").iterator(chunk_size=BATCH)
    vote.roll_fingerprint = audit.digest(audit.canonical(list(line)) + b"\n" for line in lines)
    items = vote.items.prefetch_related("options")
    vote.manifest = manifest.build(vote, items=items, electorate=list(vote.electorate.all()))
    vote.manifest_hash = audit.digest([audit.canonical(vote.manifest)])
    VoteKey.objects.create(vote=vote, secret=secrets.token_bytes(32))
    Vote.objects.filter(pk=vote.pk).update(state="scheduled")
    vote.state = "open"
    vote.save()
    chain.begin(vote)


def _cast(vote, start: int) -> None:
    from home.demo.scale import chain_papers
    from voting.models import Ballot, Choice, Participation

    entries = list(vote.roll.order_by("pk").values_list("pk", flat=True)[start : start + BATCH])
    marks = Participation.objects.bulk_create(Participation(vote=vote, entry_id=entry) for entry in entries)
    papers = Ballot.objects.bulk_create(
        Ballot(
            receipt=secrets.token_hex(16),
            vote=vote,
            participation=None if vote.is_secret else mark,
            is_secret=vote.is_secret,
            choices={"0": Choice.values[number % 3], "1": Choice.values[number % 2]},
        )
        for number, mark in enumerate(marks)
    )
    if not vote.is_secret:
        chain_papers(vote, papers)


def do_page(vote: str) -> None:
    """Ten readers of the vote's page while it is open, as one worker builds it for a guest."""
    from django.test import Client
    from django.test.utils import override_settings

    from voting.models import Vote

    address = Vote.objects.get(pk=vote).get_absolute_url()
    with override_settings(GUEST_CACHE_SECONDS=0):
        for _reader in range(10):
            if Client().get(address, headers={"host": "localhost"}).status_code != 200:
                raise RuntimeError(address)


def do_close(vote: str) -> None:
    from core import clock
    from voting.actions import close_due_votes
    from voting.models import Vote

    with clock.set_to(Vote.objects.get(pk=vote).closes_at):
        _need(close_due_votes() >= 1)


def do_count(vote: str) -> None:
    from core import clock
    from voting.actions import count_closed_votes
    from voting.models import Vote

    with clock.set_to(Vote.objects.get(pk=vote).closed_at):
        _need(count_closed_votes() >= 1 and Vote.objects.get(pk=vote).state == "counted")


def do_file(vote: str) -> None:
    from voting import publishing
    from voting.models import Vote

    with open(_file(vote), "wb") as handle:
        handle.writelines(publishing.audit_file(Vote.objects.get(pk=vote)))


def do_verify(vote: str) -> None:
    from voting.verify import main as verify

    # What it says is of no interest here; a file that is refused is.
    out, sys.stdout = sys.stdout, sys.stderr
    try:
        _need(verify([_file(vote)]) == 0)
    finally:
        sys.stdout = out


def _file(vote: str) -> str:
    return os.path.join(os.environ["VECHE_DATA"], f"vote-{vote}.json")


def _need(held: bool) -> None:
    if not held:
        raise RuntimeError("the step did not come to its end")


if __name__ == "__main__":
    main()
