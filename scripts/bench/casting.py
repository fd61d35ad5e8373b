"""How many ballots a second are taken, beside single rows inserted and committed by as many connections.

Every voter is another person with a session, a token and a form of their own; each sends one confirmed ballot through
the whole server. Three rates are taken in turns, so that the machine's other work falls on all alike: the ballots, a
view that does nothing but insert one row, and the rows alone (`scripts.bench.inserting`).
"""

import secrets
from statistics import median

from scripts.bench import load
from scripts.bench.browser import Browser
from scripts.bench.report import REFERENCE, Row
from scripts.bench.server import Town

CLIENTS = 8
REFERENCE_SECONDS = 1.5
WHAT = {"closed": "casting, with the chain", "secret": "casting, secret"}
VIEW = "view with one INSERT"


def measure(town: Town, votes: dict, scale: int) -> list[Row]:
    """Rows of both references and of each vote; `votes` as `scripts.bench.prepare` printed them.

    Raises RuntimeError unless every ballot sent is counted.
    """
    rows_a_second, views, rows = [], [], []
    for secrecy, vote in votes.items():
        rows_a_second.append(float(town.run("-m", "scripts.bench.inserting", str(CLIENTS), str(REFERENCE_SECONDS))))
        views.append(_view(town))
        run = load.measure("127.0.0.1", town.port, ballots(town, vote), connections=CLIENTS)
        counted = int(town.run("-m", "scripts.bench.prepare", "--voices", str(vote["vote"])))
        if counted != len(vote["voters"]):
            raise RuntimeError(f"{len(vote['voters'])} votes were cast, {counted} counted: {dict(run.statuses)}")
        rows.append(_row(town, scale, WHAT[secrecy], "member", run))
    view = sorted(views, key=lambda run: run.rate)[len(views) // 2]
    rows.append(_row(town, scale, VIEW, "guest", view))
    alone = Row(town.name, scale, REFERENCE, "connections", median(rows_a_second), None, None, None, None, writes=True)
    return [*rows, alone]


def ballots(town: Town, vote: dict) -> list[bytes]:
    """One confirmed ballot of each voter, as their browsers would send them."""
    first = Browser(town.port)
    first.cookies |= vote["voters"][0]
    target, fields = first.fill(first.get(vote["path"]), vote["form"], {"confirmed": "1"})
    requests = []
    for cookies in vote["voters"]:
        voter, token = Browser(town.port), secrets.token_hex(16)
        voter.cookies |= cookies | {"csrf": token}
        own = {"csrfmiddlewaretoken": token, "nonce": secrets.token_hex(16)}
        requests.append(voter.form_request(target, list((dict(fields) | own).items())))
    return requests


def _view(town: Town) -> load.Measurement:
    request = Browser(town.port).request("/__bench/insert/")
    run = load.measure("127.0.0.1", town.port, request, connections=CLIENTS, seconds=REFERENCE_SECONDS)
    return run.expect(200, VIEW)


def _row(town: Town, scale: int, what: str, who: str, run: load.Measurement) -> Row:
    p50, p95 = run.percentile(0.5) * 1000, run.percentile(0.95) * 1000
    return Row(town.name, scale, what, who, run.rate, p50, p95, None, None, writes=True)
