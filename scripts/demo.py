#!/usr/bin/env python
"""Run the demo town: make what is missing, then the server and the worker beside it until Ctrl-C."""

import json
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
GRACE_SECONDS = 8


def say(text):
    print(text, flush=True)


def refuse_busy_port(port):
    """Two servers on one port would share its requests, new code and old."""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            sys.exit(f"Port {port} is taken. Choose another: make demo PORT={port + 1}")


def forget_half_made(data_dir, mark):
    """A first run that was interrupted leaves half a town; on the embedded database it is simply made again."""
    if not mark.exists():
        return
    if os.environ.get("DATABASE_URL"):
        sys.exit(f"The last run was interrupted. Empty the database, remove {mark} and start again.")
    say("The last run was interrupted; making the town again")
    for file in data_dir.glob("veche.sqlite3*"):
        file.unlink()
    for folder in ("media", "private", "mail"):
        shutil.rmtree(data_dir / folder, ignore_errors=True)
    mark.unlink()


def prepare(data_dir):
    """Catalogues, the typeface, tables and, in an empty database, the town."""
    from django.core.management import call_command

    mark = data_dir / "demo-unfinished"
    forget_half_made(data_dir, mark)
    # Thousands of lines about made pages would hide what matters here.
    logging.getLogger("wagtail").setLevel(logging.WARNING)
    call_command("build_assets")
    call_command("migrate", verbosity=0, interactive=False)

    from municipalities.models import Municipality

    if not Municipality.objects.exists():
        say("Making the demo town; this takes a minute")
        mark.touch()
        call_command("demo")
        mark.unlink()


def accounts():
    import io

    from django.core.management import call_command

    printed = io.StringIO()
    call_command("demo", accounts=True, stdout=printed)
    return json.loads(printed.getvalue())


def print_welcome(port):
    say("")
    say(f"  Заречный  http://localhost:{port}/")
    say(f"  Палана    http://palana.localhost:{port}/")
    say(f"  English   http://localhost:{port}/en/")
    say(f"  Admin     http://localhost:{port}/admin/")
    say("")
    rows = [(row["role"], row["login"], row["password"], row["community"] or "") for row in accounts()]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        say("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, [*widths, 0], strict=True)).rstrip())
    say("")
    say("  Stop with Ctrl-C. The town is kept; `rm -r var` forgets it.")
    say("")


def serve(port, host):
    """Start the server and the worker; when either ends, or at Ctrl-C or SIGTERM, stop both."""
    server = [
        str(BIN / "granian"), "--interface", "wsgi", "cms.wsgi:application",
        "--host", host, "--port", str(port), "--workers", "2", "--blocking-threads", "4",
        "--workers-kill-timeout", "5", "--no-ws", "--log-level", "warning",
    ]  # fmt: skip
    worker = [sys.executable, "manage.py", "work"]
    # A session of their own: the terminal's Ctrl-C reaches them through us alone, once.
    running = [subprocess.Popen(command, cwd=BASE, start_new_session=True) for command in (server, worker)]

    def stop(*_):
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        while all(process.poll() is None for process in running):
            time.sleep(0.3)
        code = 1
    except KeyboardInterrupt:
        code = 0
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for process in running:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return code


def main():
    os.chdir(BASE)
    sys.path.insert(0, str(BASE))
    port = int(os.environ.setdefault("PORT", "8000"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    refuse_busy_port(port)
    data_dir = Path(os.environ.get("VECHE_DATA") or BASE / "var").resolve()
    os.environ["VECHE_DATA"] = str(data_dir)
    (data_dir / "assets").mkdir(parents=True, exist_ok=True)

    import django

    django.setup()
    prepare(data_dir)
    print_welcome(port)
    return serve(port, os.environ.get("HOST", "127.0.0.1"))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
