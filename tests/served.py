"""The site as production runs it, on a database of a test: processes that can be killed, and clients that vote."""

import http.client
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Lock
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from scripts.bench.server import free_port

BASE = Path(__file__).resolve().parent.parent
PATIENCE = 60
CSRF = "a" * 32


class Server:
    """granian with two workers, in a session of its own."""

    def __init__(self, database_url: str, data: Path):
        self.port = free_port()
        names = ("PATH", "HOME", "VIRTUAL_ENV", "LANG")
        self.environment = {name: os.environ[name] for name in names if name in os.environ} | {
            "DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
            "SECRET_KEY": settings.SECRET_KEY,
            "VECHE_DATA": str(data),
            "VOTE_SIGNING_KEY_FILE": settings.VOTE_SIGNING_KEY_FILE,
            "PORT": str(self.port),
            "LOG_LEVEL": "CRITICAL",
        }
        self.process = None

    def start(self) -> None:
        command = [
            str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "cms.wsgi:application",
            "--host", "127.0.0.1", "--port", str(self.port), "--workers", "2", "--blocking-threads", "4",
            "--no-ws", "--log-level", "critical",
        ]  # fmt: skip
        self.process = subprocess.Popen(command, cwd=BASE, env=self.environment, start_new_session=True)
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            with suppress(OSError, http.client.HTTPException):
                if self.ask("GET", "/healthz")[0] == 200:
                    return
            time.sleep(0.1)
        raise RuntimeError("the server did not start")

    def kill(self) -> None:
        """All its processes at once, as by a power cut."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def manage(self, *arguments: str) -> str:
        """What a command of the project prints. Raises CalledProcessError when it fails."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=BASE, env=self.environment, check=True, capture_output=True, text=True
        ).stdout

    def ask(self, method, path, fields=None, session="") -> tuple[int, dict, str]:
        """Status, headers in small letters, text. Raises OSError or HTTPException when there is no answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            headers = {
                "Host": f"localhost:{self.port}",
                "Cookie": f"{settings.CSRF_COOKIE_NAME}={CSRF}; {settings.SESSION_COOKIE_NAME}={session}",
                "Content-Type": "application/x-www-form-urlencoded",
            }
            connection.request(method, path, urlencode(fields or {}), headers)
            answer = connection.getresponse()
            names = {name.lower(): value for name, value in answer.headers.items()}
            return answer.status, names, answer.read().decode()
        finally:
            connection.close()


class Crowd:
    """Voters with a ballot each, who send it from several threads until they are told that it was taken."""

    def __init__(self, vote, people):
        self.address = f"{vote.get_absolute_url()}cast/"
        self.sessions = [self._sign_in(person) for person in people]
        self.nonces = [f"{number:032x}" for number in range(1, len(people) + 1)]
        self.taken = set()
        self.statuses = []
        self._lock = Lock()

    @staticmethod
    def _sign_in(person) -> str:
        client = Client()
        client.force_login(person, settings.AUTHENTICATION_BACKENDS[0])
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    def send(self, server, number, choice="for") -> int:
        """One voter's request; the status, 0 when no answer came."""
        fields = {
            "csrfmiddlewaretoken": CSRF, "nonce": self.nonces[number], "item0": choice, "confirmed": "yes", "of": "1",
        }  # fmt: skip
        try:
            status, _headers, _text = server.ask("POST", self.address, fields, self.sessions[number])
        except (OSError, http.client.HTTPException):
            status = 0
        with self._lock:
            self.statuses.append(status)
            if status == 302:
                self.taken.add(number)
        return status

    def send_until(self, server, number, choice="for") -> None:
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends and self.send(server, number, choice) != 302:
            time.sleep(0.1)

    def vote_while(self, server, disaster, after: int) -> set[int]:
        """Everybody votes once; as soon as `after` ballots were taken, `disaster` comes. Who had an answer."""
        with ThreadPoolExecutor(6) as pool:
            sent = [pool.submit(self.send, server, number) for number in range(len(self.sessions))]
            ends = time.monotonic() + PATIENCE
            while len(self.taken) < after and time.monotonic() < ends:
                time.sleep(0.001)
            disaster()
            for each in sent:
                each.result()
        return set(self.taken)

    def vote_again(self, server, choice) -> None:
        """Everybody sends the same form once more, be it with another answer."""
        with ThreadPoolExecutor(6) as pool:
            for each in [pool.submit(self.send_until, server, number, choice) for number in range(len(self.sessions))]:
                each.result()
