"""The town's only worker (decision 26): acts of the clock, letters, queued tasks. One or many may run."""

import logging
import signal
import threading
import time

from django.core.management.base import BaseCommand

from home.jobs import JOBS, run

logger = logging.getLogger("veche.work")


class Command(BaseCommand):
    help = "Open and close votes, tell people, publish what is scheduled, drain the queue of tasks."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Do what is due now and leave")
        parser.add_argument("--interval", type=float, default=2.0, help="Seconds to wait when nothing is due (2)")

    def handle(self, *, once, interval, **options):
        stop = threading.Event()
        if not once:
            self._listen(stop)
        last = {}
        while not stop.is_set():
            done = 0
            for job in JOBS:
                if stop.is_set():
                    break
                at = time.monotonic()
                if job.name not in last or at - last[job.name] >= job.every:
                    last[job.name] = at
                    done += run(job)
            if once:
                return
            # A queue that is not empty yet is not kept waiting.
            if not done:
                stop.wait(interval)
        logger.info("The worker stops")

    def _listen(self, stop):
        """SIGTERM and Ctrl-C let the present job end: each is short, and what is not begun waits in the database."""

        def stopped(signum, frame):
            stop.set()

        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, stopped)
