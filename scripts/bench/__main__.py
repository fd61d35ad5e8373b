"""make bench: requests a second, times, queries and bytes of the main pages beside two references.

Each round measures every address once, so that the machine's other work falls on all of them alike; the median of the
rounds is shown. Data are made anew in var/bench/ and, for PostgreSQL, in the database BENCH_DATABASE_URL names.
"""

import argparse
import json
import os
import re
import signal
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urljoin

from scripts.bench import casting, counting, load
from scripts.bench.browser import Browser
from scripts.bench.report import Row, compare, table
from scripts.bench.server import Town

POSTGRES = os.environ.get("BENCH_DATABASE_URL", "postgres://root@127.0.0.1:5432/veche_bench")
SETTINGS = "scripts.bench.settings"
CONNECTIONS = 8
ROUNDS = 3
# How much longer than at scale 1 a page may take at 100: that of an initiative or a vote, and that of daily work.
CALM, BUSY = 1.2, 1.3


@dataclass
class Address:
    what: str
    who: str
    path: str
    browser: Browser
    limit: float | None = None


def addresses(town: Town, objects: dict) -> list[Address]:
    """What is measured: references, then each page for a guest (from the cache and built anew) and for a member."""
    guest, uncached, member = Browser(town.port), Browser(town.port), Browser(town.port)
    # Any foreign cookie bypasses the guests' cache.
    uncached.cookies["bench"] = "1"
    member.sign_in(objects["member"]["login"], objects["member"]["password"])
    # Lives eight seconds in a real browser (core.fragments): these readers only read.
    member.cookies.pop("acted", None)
    pages = {
        "front page": ("/", CALM),
        "community": (objects["community"], CALM),
        "initiative": (objects["initiative"], CALM),
        "list": ("/initiatives/", CALM),
        "vote": (objects["vote"], CALM),
        "feed": (f"{objects['community']}feed/", BUSY),
        "messages": ("/appeals/", BUSY),
        "message": (objects["message"], BUSY),
    }
    found = [
        Address("bare view", "guest", "/__bench/bare/", guest),
        Address("empty page", "guest", "/__bench/page/", guest),
    ]
    for what, (path, limit) in pages.items():
        found.append(Address(what, "guest, cached", path, guest, limit))
        found.append(Address(what, "guest, built", path, uncached, limit))
        found.append(Address(what, "member", path, member, limit))
    controller = Browser(town.port)
    controller.cookies |= objects["controller"]
    # At scale 1 few lines are overdue or wait for an answer; of all messages a page is full at any scale.
    desks = {
        "control desk": "/control/",
        "control desk, overdue": "/control/?tab=overdue",
        "desk of messages": "/appeals/desk/",
        "desk of messages, all": "/appeals/desk/?tab=all",
        "sheet of a message": f"{objects['message']}sheet/",
    }
    return found + [Address(what, "controller", path, controller, BUSY) for what, path in desks.items()]


def measure_pages(town: Town, objects: dict, scale: int, seconds: float) -> list[Row]:
    found = addresses(town, objects)
    runs = {index: [] for index in range(len(found))}
    for address in found:  # templates and caches of both workers
        measure_once(town, address, min(1.0, seconds))
    for _ in range(ROUNDS):
        for index, address in enumerate(found):
            runs[index].append(measure_once(town, address, seconds))
    rows = []
    for index, address in enumerate(found):
        # The least of several: each worker has a cache of its own.
        seen = [address.browser.get(address.path, **{counting.QUESTION: "1"}) for _ in range(6)]
        page = min(seen, key=lambda page: int(page.headers[counting.ANSWER.lower()]))
        run = sorted(runs[index], key=lambda run: run.rate)[ROUNDS // 2]
        rows.append(row_of(town, scale, address.what, address.who, run, page, address.limit))
    return rows


def measure_once(town: Town, address: Address, seconds: float) -> load.Measurement:
    request = address.browser.request(address.path)
    run = load.measure("127.0.0.1", town.port, request, connections=CONNECTIONS, seconds=seconds)
    return run.expect(200, f"{address.what} ({address.who})")


def row_of(town, scale, what, who, run, page, limit=None) -> Row:
    return Row(
        database=town.name,
        scale=scale,
        what=what,
        who=who,
        rate=run.rate,
        p50_ms=run.percentile(0.5) * 1000,
        p95_ms=run.percentile(0.95) * 1000,
        queries=int(page.headers[counting.ANSWER.lower()]) if page else None,
        bytes=len(page.body) if page else None,
        limit=limit,
    )


def first_view(town: Town, path: str) -> tuple[int, list[tuple[str, int]]]:
    """Compressed CSS and JS a guest's first view of a page fetches: total bytes and (address, bytes) each."""
    browser = Browser(town.port)
    page = browser.get(path)
    tags = re.findall(r"<(?:link|script)\b[^>]*>", page.text)
    files = []
    for tag in tags:
        if "<script" not in tag and not re.search(r"stylesheet|modulepreload", tag):
            continue
        if match := re.search(r"\b(?:href|src)=\"([^\"]+)\"", tag):
            file = browser.get(urljoin(path, match[1]), **{"Accept-Encoding": "br, gzip"})
            files.append((match[1], len(file.body)))
    return sum(size for _, size in files), files


def measure_database(name: str, url: str, scales: list[int], seconds: float, only: str | None) -> list[Row]:
    rows, grown = [], 1
    town = Town(name, url)
    say(f"{name}: making the town")
    town.build()
    town.manage("collectstatic", "--noinput", "--verbosity=0", settings=SETTINGS)
    for scale in scales:
        if scale > grown:
            say(f"{name}: growing it to {scale}")
            town.manage("demo", "--scale", str(scale))
            grown = scale
        objects = json.loads(town.run("-m", "scripts.bench.prepare"))
        town.settle()
        with town.served(SETTINGS):
            say(f"{name}, scale {scale}: measuring")
            if only != "casting":
                rows += measure_pages(town, objects, scale, seconds)
            if only != "pages":
                rows += casting.measure(town, objects["casting"], scale)
            total, files = first_view(town, objects["initiative"])
        say(f"{name}, scale {scale}: first view of an initiative takes {total / 1024:.1f} KB of CSS and JS")
        for file, size in files:
            say(f"    {size:7}  {file}")
    return rows


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=3.0, help="length of each measurement")
    parser.add_argument("--scales", type=int, nargs="+", default=[1, 100], help="sizes of the town, growing")
    parser.add_argument("--databases", nargs="+", choices=["sqlite", "postgres"], default=["sqlite", "postgres"])
    parser.add_argument("--only", choices=["pages", "casting"], help="leave the other out")
    parser.add_argument("--json", type=Path, help="write the rows to this file, too")
    options = parser.parse_args()
    # A stopped measurement must not leave its server behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    rows = []
    for name in options.databases:
        url = POSTGRES if name == "postgres" else ""
        rows += measure_database(name, url, sorted(options.scales), options.seconds, options.only)
        # Printed as soon as they are known: a fault of the next database must not cost this one's figures.
        compare(rows)
        print(table([row for row in rows if row.database == name]), flush=True)
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in rows], indent=1))


if __name__ == "__main__":
    main()
