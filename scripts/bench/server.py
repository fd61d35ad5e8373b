"""A town of its own for measuring: database, demo data, and the production server on a free port."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from scripts.bench.browser import Browser

BASE = Path(__file__).resolve().parent.parent.parent
WORKERS = 2
START_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def new_postgres(url: str) -> None:
    """Drop and create the database of this address. Raises psycopg.OperationalError when there is no server."""
    import psycopg

    server, _, name = url.rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')


def analyze_postgres(url: str) -> None:
    """Let the planner see what was made at once; in a living town autovacuum does so within minutes."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ANALYZE")


class Town:
    """The environment in which commands and the server of one measured database run."""

    def __init__(self, name: str, database_url: str = ""):
        self.name, self.database_url = name, database_url
        self.port = free_port()
        self.data = BASE / "var" / "bench" / name
        shutil.rmtree(self.data, ignore_errors=True)
        (self.data / "assets").mkdir(parents=True)
        if database_url:
            new_postgres(database_url)
        environment = {name: value for name, value in os.environ.items() if name not in {"REDIS_URL", "DEBUG"}}
        self.environment = environment | {
            "VECHE_DATA": str(self.data),
            "DATABASE_URL": database_url,
            "PORT": str(self.port),
            "BASE_URL": f"http://localhost:{self.port}",
            "SECRET_KEY": secrets.token_urlsafe(64),
            "ALLOWED_HOSTS": "localhost,palana.localhost",
            "LOG_LEVEL": "ERROR",
            "VOTE_SIGNING_KEY_FILE": str(self.data / "vote-signing-key.pem"),
        }

    def run(self, *arguments: str, settings: str = "cms.settings.dev") -> str:
        """A command of the project; its output. Raises RuntimeError with what it said when it fails."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=BASE,
            env=self.environment | {"DJANGO_SETTINGS_MODULE": settings},
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
        return done.stdout

    def manage(self, *arguments: str, **options: str) -> str:
        return self.run("manage.py", *arguments, **options)

    def build(self) -> None:
        """Tables and the demo town."""
        self.manage("build_assets")
        self.manage("signing_key")
        self.manage("migrate", "--verbosity=0")
        self.manage("demo")

    def settle(self) -> None:
        """As after some days of life."""
        if self.database_url:
            analyze_postgres(self.database_url)

    @contextmanager
    def served(self, settings: str):
        """While this lasts, the server answers at self.port."""
        command = [
            str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "cms.wsgi:application",
            "--host", "127.0.0.1", "--port", str(self.port), "--workers", str(WORKERS), "--blocking-threads", "4",
            "--workers-kill-timeout", "5", "--no-ws", "--log-level", "error",
        ]  # fmt: skip
        environment = self.environment | {"DJANGO_SETTINGS_MODULE": settings}
        process = subprocess.Popen(command, cwd=BASE, env=environment, start_new_session=True)
        try:
            self.wait_until_it_answers(process)
            yield
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def wait_until_it_answers(self, process: subprocess.Popen) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            with suppress(OSError):
                if Browser(self.port).get("/healthz").status == 200:
                    return
            time.sleep(0.3)
        raise RuntimeError(f"The server of {self.name} did not start within {START_SECONDS} s")
