"""What the worker does in each round. Every job is safe in several workers and when repeated."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.db import close_old_connections, connection, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import task_backends
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from accounts.devices import forget_old as forget_old_devices
from accounts.limits import forget_old_counters
from appeals.actions import confirm_silent
from assignments.actions import note_overdue
from communities.actions import expire_roles
from communities.actions.desk import end_stale_visits
from communities.actions.registry import carry_out_imports
from communities.staff import expire_staff_roles
from communities.working_time import refresh_calendars
from figures.actions import build_reports, refresh_figures
from initiatives.actions import archive_stale, pass_on_orphans
from journal.sealing import seal_journal
from meetings.actions import remind_comers
from municipalities.recomputing import review_terms
from notifications.actions import send_letters, spread_events
from privacy.actions import erase_withdrawn
from privacy.retention import keep_terms
from publications.evidence import check_kept_pictures
from voting.actions import close_due_votes, count_closed_votes, open_due_votes, remind_voters

logger = logging.getLogger("veche.work")

# Tasks and letters of one round, so that a long queue does not hold up the closing of votes.
TASKS_PER_ROUND = 25
LETTERS_PER_ROUND = 25
# Finished tasks hold the addresses of sign-in letters: they go as soon as they are of no use for finding faults.
TASKS_KEPT = timedelta(hours=1)
PUBLISHING_LOCK = 7_240_001


@dataclass(frozen=True)
class Job:
    """`act` returns how much was done; `every` is the least pause in seconds."""

    name: str
    act: Callable[[], int | None]
    every: float = 0


def publish_scheduled() -> None:
    """Wagtail's pages whose hour has come. One worker at a time: the command itself would publish twice."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [PUBLISHING_LOCK])
                if not cursor.fetchone()[0]:
                    return
        # On SQLite the transaction itself is the lock: it begins as a writer's.
        call_command("publish_scheduled", stdout=StringIO())


def send_some_letters() -> int:
    return send_letters(LETTERS_PER_ROUND)


def end_roles() -> int:
    return expire_roles() + expire_staff_roles()


def run_tasks() -> int:
    """The queue: letters of sign-in first, then search index and references; how many were run."""
    if not isinstance(task_backends["default"], DatabaseBackend):
        return 0
    worker = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=TASKS_PER_ROUND,
        worker_id=get_random_string(32),
    )
    worker.run()
    return worker._run_tasks


def forget_finished_tasks() -> int:
    """Finished tasks carry what was sent to whom: none is kept longer than `TASKS_KEPT`."""
    old = DBTaskResult.objects.finished().filter(finished_at__lte=timezone.now() - TASKS_KEPT)
    return old.delete()[0]


JOBS = (
    Job("open votes", open_due_votes),
    Job("close votes", close_due_votes),
    Job("count votes", count_closed_votes),
    Job("remind voters", remind_voters, every=60),
    Job("remind of meetings", remind_comers, every=60),
    Job("note what is overdue", note_overdue, every=30),
    Job("run tasks", run_tasks),
    Job("apply imports of the registry", carry_out_imports),
    Job("spread events", spread_events),
    Job("send letters", send_some_letters),
    Job("end roles whose term is over", end_roles, every=60),
    Job("end visits to the front desk", end_stale_visits, every=30),
    Job("confirm answers that nobody disputed", confirm_silent, every=60),
    Job("archive stale initiatives", archive_stale, every=60),
    Job("pass on orphaned initiatives", pass_on_orphans, every=60),
    Job("recompute terms after a change of working time", review_terms, every=5),
    Job("refresh the production calendars", refresh_calendars, every=24 * 3600),
    Job("refresh figures", refresh_figures, every=30),
    Job("make annual reports", build_reports),
    Job("check the originals of pictures", check_kept_pictures, every=60),
    Job("publish scheduled pages", publish_scheduled, every=30),
    Job("seal the journal", seal_journal, every=300),
    Job("forget finished tasks", forget_finished_tasks, every=300),
    Job("forget old counters of attempts", forget_old_counters, every=3600),
    Job("forget devices not seen for a year", forget_old_devices, every=24 * 3600),
    Job("erase people who withdrew their consent", erase_withdrawn, every=3600),
    Job("let go of what is past its term", keep_terms, every=24 * 3600),
)


def run(job: Job) -> int:
    """Do one job; how much was done. Its failure is logged and stops neither the others nor the worker."""
    close_old_connections()
    try:
        done = job.act()
    except Exception:
        logger.exception("%s: failed", job.name)
        return 0
    finally:
        close_old_connections()
    if done:
        logger.info("%s: %s", job.name, done)
    return done or 0
