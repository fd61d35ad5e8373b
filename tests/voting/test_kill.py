"""kill −9 in the middle of voting: what was acknowledged is there, and a repeated request gives the same receipt."""

import json
import os
import pwd
import shutil
import signal
import subprocess
import time
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, connections

from core import clock
from scripts.bench.server import free_port
from tests.cast import make_members
from tests.served import Crowd, Server
from tests.voting.conftest import announce
from voting import audit
from voting.models import Ballot, ChainRecord, Participation, VoteKey

VOTERS = 40
BEFORE = 10

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def vote(lenina, vera):
    """Open now, by the clock of the database, as the server's processes know it."""
    now = clock.now()
    return announce(lenina, vera, opens_at=now, closes_at=now + timedelta(days=1), replaceable=False)


@pytest.fixture
def crowd(lenina, vera):
    """Made before the vote: they are on its roll."""
    return make_members(lenina, VOTERS)


def url_of(name, host="root@127.0.0.1:5432"):
    return f"sqlite:///{name}" if connection.vendor == "sqlite" else f"postgres://{host}/{name}"


@pytest.fixture
def server(tmp_path):
    found = connection.settings_dict
    host = f"{found['USER']}:{found['PASSWORD']}@{found['HOST']}:{found['PORT'] or 5432}".replace(":@", "@")
    server = Server(url_of(found["NAME"], host), tmp_path)
    yield server
    server.kill()


def receipts_of(vote, crowd):
    """What everybody's receipt has to be, reckoned anew."""
    key = bytes(VoteKey.objects.get(vote=vote).secret)
    return [audit.receipt(key, nonce) for nonce in crowd.nonces]


def test_ballots_survive_the_killing_of_the_server(crowd, vote, server):
    crowd = Crowd(vote, crowd)
    receipts = receipts_of(vote, crowd)
    connections.close_all()
    server.start()

    taken = crowd.vote_while(server, server.kill, after=BEFORE)

    assert BEFORE <= len(taken) < VOTERS and 0 in crowd.statuses
    kept = dict(Ballot.objects.values_list("receipt", "choices"))
    assert {receipts[number] for number in taken} <= kept.keys()
    assert Participation.objects.count() == len(kept)
    assert ChainRecord.objects.count() == 1 + len(kept)
    call_command("verify_votes", verbosity=0)

    server.start()
    crowd.vote_again(server, "against")

    assert crowd.taken == set(range(VOTERS))
    after = dict(Ballot.objects.values_list("receipt", "choices"))
    assert after.keys() == set(receipts)
    # A repeat changes nothing of what was taken, be it acknowledged or not.
    assert {receipt: after[receipt] for receipt in kept} == kept
    assert Participation.objects.count() == VOTERS
    assert ChainRecord.objects.count() == 1 + VOTERS
    call_command("verify_votes", verbosity=0)


class Cluster:
    """A PostgreSQL of one's own, in a folder of one's own: the machine's is nobody's to kill."""

    def __init__(self, binaries: Path, folder: Path):
        self.binaries, self.folder, self.port = binaries, folder, free_port()
        self.process = None
        # PostgreSQL refuses to run as root.
        self.user = "postgres" if os.geteuid() == 0 else None
        if self.user:
            owner = pwd.getpwnam(self.user)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        self.run("initdb", "-D", str(folder / "data"), "-U", "keeper", "-A", "trust", "--no-sync", "-E", "UTF8")

    def url(self, database="town"):
        return f"postgres://keeper@127.0.0.1:{self.port}/{database}"

    def run(self, program, *arguments, **options):
        command = [str(self.binaries / program), *arguments]
        return subprocess.run(
            command, check=True, capture_output=True, user=self.user, cwd=self.folder, **options
        ).stdout

    def start(self):
        command = [
            str(self.binaries / "postgres"), "-D", str(self.folder / "data"), "-p", str(self.port),
            "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self.folder}",
        ]  # fmt: skip
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(
            command, user=self.user, cwd=self.folder, stdout=log, stderr=log, start_new_session=True
        )
        log.close()
        ends = time.monotonic() + 60
        while time.monotonic() < ends:
            try:
                psycopg.connect(self.url("postgres")).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.1)
        raise RuntimeError((self.folder / "log").read_text())

    def kill(self):
        """The postmaster and all it has started."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def take_in(self, database):
        """A copy of another server's database."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as there:
            there.execute("CREATE DATABASE town")
        dump = self.run("pg_dump", "--no-owner", "--no-privileges", database)
        self.run("psql", "-q", "-v", "ON_ERROR_STOP=1", self.url(), input=dump)

    def rows(self, query):
        with psycopg.connect(self.url()) as there:
            return there.execute(query).fetchall()


def binaries_of_postgres():
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    return next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


@pytest.fixture
def cluster():
    binaries = binaries_of_postgres()
    if binaries is None or not (binaries / "initdb").exists():
        pytest.skip("no initdb found: the killing of PostgreSQL is not tried")
    # Not below pytest's own folder, which nobody else may enter.
    folder = Path("/tmp") / f"veche-cluster-{os.getpid()}"
    folder.mkdir()
    cluster = Cluster(binaries, folder)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.kill()
        shutil.rmtree(folder)


@pytest.mark.postgres
def test_ballots_survive_the_killing_of_postgresql(crowd, vote, cluster, server, tmp_path):
    crowd = Crowd(vote, crowd)
    receipts = receipts_of(vote, crowd)
    connections.close_all()
    cluster.take_in(server.environment["DATABASE_URL"])
    server.environment["DATABASE_URL"] = cluster.url()
    server.start()

    taken = crowd.vote_while(server, cluster.kill, after=BEFORE)

    assert BEFORE <= len(taken) < VOTERS
    assert set(crowd.statuses) == {302, 503}
    status, headers, _text = server.ask("GET", crowd.address.removesuffix("cast/"))
    assert (status, "retry-after" in headers) == (503, True)

    # The server's processes go on: they were not told.
    cluster.start()
    kept = dict(cluster.rows("SELECT receipt, choices FROM voting_ballot"))
    assert {receipts[number] for number in taken} <= kept.keys()
    [(marks, records)] = cluster.rows(
        "SELECT (SELECT count(*) FROM voting_participation), (SELECT count(*) FROM voting_chainrecord)"
    )
    assert (marks, records) == (len(kept), 1 + len(kept))
    crowd.vote_again(server, "against")

    assert crowd.taken == set(range(VOTERS))
    after = dict(cluster.rows("SELECT receipt, choices FROM voting_ballot"))
    assert after.keys() == set(receipts)
    assert {receipt: after[receipt] for receipt in kept} == kept
    [verdict] = json.loads(server.manage("verify_votes", "--json"))["votes"]
    assert (verdict["papers"], verdict["faults"]) == (VOTERS, [])
