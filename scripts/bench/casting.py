"""How many ballots a second are taken, beside single rows inserted and committed by as many connections.

Every voter is another person with a session, a token and a form of their own; each sends one confirmed ballot through
the whole server. Four rates are taken in turns, so that the machine's other work falls on all alike: the ballots; the
rows alone (`scripts.bench.inserting`); and two views that insert one row and do no more, for anybody and as a form
of somebody who is signed in. Faster than the last no ballot can be.
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
FORM = "form with one INSERT"
# The first ballots load what both workers need for all the others.
WARMING = 100


def measure(town: Town, votes: dict, scale: int) -> list[Row]:
    """Rows of the three references and of each vote; `votes` as `scripts.bench.prepare` printed them.

    Raises RuntimeError unless every ballot sent is counted.
    """
    rows_a_second, views, forms, rows = [], [], [], []
    for secrecy, vote in votes.items():
        rows_a_second.append(float(town.run("-m", "scripts.bench.inserting", str(CLIENTS), str(REFERENCE_SECONDS))))
        views.append(_view(town))
        forms.append(_form(town, vote))
        sent = ballots(town, vote)
        _send(town, sent[:WARMING])
        run = _send(town, sent[WARMING:])
        counted = int(town.run("-m", "scripts.bench.prepare", "--voices", str(vote["vote"])))
        if counted != len(vote["voters"]):
            raise RuntimeError(f"{len(vote['voters'])} votes were cast, {counted} counted: {dict(run.statuses)}")
        rows.append(_row(town, scale, WHAT[secrecy], "member", run))
    for what, who, runs in ((VIEW, "guest", views), (FORM, "member", forms)):
        rows.append(_row(town, scale, what, who, sorted(runs, key=lambda run: run.rate)[len(runs) // 2]))
    alone = Row(town.name, scale, REFERENCE, "connections", median(rows_a_second), None, None, None, None, writes=True)
    return [*rows, alone]


def ballots(town: Town, vote: dict) -> list[bytes]:
    """One confirmed ballot of each voter, as their browsers would send them."""
    first = Browser(town.port)
    first.cookies |= vote["voters"][0]
    target, fields = first.fill(first.get(vote["path"]), vote["form"], {"confirmed": "1"})
    return _as_voters(town, vote, target, dict(fields))


def _as_voters(town: Town, vote: dict, target: str, fields: dict) -> list[bytes]:
    """The same form of each voter, with their session, a token and a name of its own."""
    requests = []
    for cookies in vote["voters"]:
        voter, token = Browser(town.port), secrets.token_hex(16)
        voter.cookies |= cookies | {"csrf": token}
        own = {"csrfmiddlewaretoken": token, "nonce": secrets.token_hex(16)}
        requests.append(voter.form_request(target, list((fields | own).items())))
    return requests


def _send(town: Town, requests: list[bytes]) -> load.Measurement:
    return load.measure("127.0.0.1", town.port, requests, connections=CLIENTS)


def _form(town: Town, vote: dict) -> load.Measurement:
    return _send(town, _as_voters(town, vote, "/__bench/insert-signed-in/", {})).expect(200, FORM)


def _view(town: Town) -> load.Measurement:
    request = Browser(town.port).request("/__bench/insert/")
    run = load.measure("127.0.0.1", town.port, request, connections=CLIENTS, seconds=REFERENCE_SECONDS)
    return run.expect(200, VIEW)


def _row(town: Town, scale: int, what: str, who: str, run: load.Measurement) -> Row:
    p50, p95 = run.percentile(0.5) * 1000, run.percentile(0.95) * 1000
    return Row(town.name, scale, what, who, run.rate, p50, p95, None, None, writes=True)
