"""The worker: what it does, that a failure stops nothing, that it leaves when told."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.letters import post
from core import clock
from home import jobs
from home.jobs import JOBS, Job, run
from notifications.models import Notification
from tests.cast import NOON
from voting.actions import schedule_vote
from voting.models import RulePreset, Secrecy, VoteState

# Between jobs the worker gives back connections that are too old, which a test's own transaction would not outlive.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def vote(lenina, anna, vera):
    with clock.set_to(NOON):
        return schedule_vote(
            community=lenina,
            electorate=[lenina],
            title="Ставим площадку?",
            description="",
            preset=RulePreset.objects.first(),
            secrecy=Secrecy.CLOSED,
            replaceable=False,
            turnout_shown=True,
            opens_at=NOON + timedelta(hours=1),
            closes_at=NOON + timedelta(days=14),
            items=["Ставим площадку?"],
            by=vera,
        )


def work_at(moment):
    with clock.set_to(moment):
        call_command("work", once=True)


def test_a_vote_lives_by_the_worker_alone(vote, mailoutbox):
    work_at(NOON)
    vote.refresh_from_db()
    assert vote.state == VoteState.SCHEDULED

    work_at(vote.opens_at)
    vote.refresh_from_db()
    assert vote.state == VoteState.OPEN
    assert len([letter for letter in mailoutbox if "Началось голосование" in letter.subject]) == 2

    work_at(vote.closes_at)
    vote.refresh_from_db()
    assert vote.state == VoteState.COUNTED
    assert len([letter for letter in mailoutbox if "Подведены итоги" in letter.subject]) == 2


def test_working_again_tells_nobody_twice(vote, mailoutbox):
    work_at(vote.opens_at)
    sent, rows = len(mailoutbox), Notification.objects.count()

    work_at(vote.opens_at)

    assert (len(mailoutbox), Notification.objects.count()) == (sent, rows)
    assert sent > 0


def test_a_failing_job_is_logged_and_stops_no_other(vote, monkeypatch, caplog, mailoutbox):
    def broken():
        raise RuntimeError("broken")

    monkeypatch.setattr(
        "home.management.commands.work.JOBS", (Job("broken job", broken), *JOBS)
    )  # fmt: skip

    work_at(vote.opens_at)

    vote.refresh_from_db()
    assert vote.state == VoteState.OPEN
    assert mailoutbox
    assert "broken job: failed" in caplog.text


def test_what_was_done_is_logged(caplog, db):
    with caplog.at_level("INFO", logger="veche.work"):
        assert run(Job("count sheep", lambda: 7)) == 7
        assert run(Job("count nothing", lambda: None)) == 0

    assert "count sheep: 7" in caplog.text
    assert "count nothing" not in caplog.text


def test_a_job_with_a_pause_is_not_done_every_round(monkeypatch):
    done = {"often": 0, "seldom": 0}
    stop = threading.Event()

    def often():
        done["often"] += 1
        if done["often"] == 3:
            stop.set()

    def seldom():
        done["seldom"] += 1

    monkeypatch.setattr(
        "home.management.commands.work.JOBS", (Job("seldom", seldom, every=60), Job("often", often))
    )  # fmt: skip
    monkeypatch.setattr("home.management.commands.work.threading.Event", lambda: stop)
    monkeypatch.setattr("home.management.commands.work.signal.signal", lambda *_args: None)
    monkeypatch.setattr("home.jobs.close_old_connections", lambda: None)

    call_command("work", interval=0.01)

    assert done == {"often": 3, "seldom": 1}


def test_scheduled_pages_appear(town):
    from publications.models import NewsIndexPage, NewsPage

    index = NewsIndexPage.objects.child_of(town.site.root_page).get()
    page = index.add_child(
        instance=NewsPage(title="Фонари", live=False, go_live_at=timezone.now() - timedelta(minutes=1))
    )
    page.save_revision(approved_go_live_at=page.go_live_at)

    jobs.publish_scheduled()

    page.refresh_from_db()
    assert page.live


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def test_letters_of_sign_in_wait_in_the_queue(queue, db, mailoutbox):
    post(to="anna@example.org", subject="Код", body="12345678")
    assert mailoutbox == []

    assert jobs.run_tasks() == 1

    assert [letter.to for letter in mailoutbox] == [["anna@example.org"]]


def test_a_letter_of_sign_in_overtakes_other_tasks(queue, lenina, mailoutbox, monkeypatch):
    lenina.save()
    assert DBTaskResult.objects.exists(), "the search index waits in the queue"
    post(to="anna@example.org", subject="Код", body="12345678")
    monkeypatch.setattr(jobs, "TASKS_PER_ROUND", 1)

    jobs.run_tasks()

    assert [letter.to for letter in mailoutbox] == [["anna@example.org"]]
    assert DBTaskResult.objects.filter(status="READY").exists()


def test_a_letter_of_sign_in_is_tried_again_when_the_server_fails(queue, db, settings, mailoutbox):
    backend = settings.EMAIL_BACKEND
    post(to="anna@example.org", subject="Код", body="12345678")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    jobs.run_tasks()
    again = DBTaskResult.objects.get(status="READY")
    assert again.run_after > timezone.now()

    settings.EMAIL_BACKEND = backend
    assert jobs.run_tasks() == 0
    DBTaskResult.objects.filter(pk=again.pk).update(run_after=timezone.now())
    assert jobs.run_tasks() == 1
    assert len(mailoutbox) == 1


def test_finished_tasks_are_forgotten_and_waiting_ones_kept(queue, db, mailoutbox):
    post(to="anna@example.org", subject="Код", body="1")
    jobs.run_tasks()
    post(to="boris@example.org", subject="Код", body="2")
    assert jobs.forget_finished_tasks() == 0
    DBTaskResult.objects.filter(status="SUCCESSFUL").update(finished_at=timezone.now() - jobs.TASKS_KEPT)

    assert jobs.forget_finished_tasks() == 1

    assert DBTaskResult.objects.get().status == "READY"


def test_several_workers_close_a_vote_once(vote, mailoutbox):
    work_at(vote.opens_at)
    mailoutbox.clear()

    def work():
        try:
            for job in JOBS:
                run(job)
        finally:
            connections.close_all()

    with clock.set_to(vote.closes_at):
        threads = [threading.Thread(target=work) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        call_command("work", once=True)

    vote.refresh_from_db()
    assert vote.state == VoteState.COUNTED
    recipients = [letter.to[0] for letter in mailoutbox if "Подведены итоги" in letter.subject]
    assert len(recipients) == len(set(recipients)) == 2


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_the_worker_leaves_when_told(name, tmp_path):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "VECHE_DATA": str(tmp_path),
        "DATABASE_URL": "",
    }
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "work", "--interval", "0.2"],
        cwd=settings.BASE_DIR,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        # Without tables every job fails, and the worker goes on.
        lines = []
        for line in worker.stderr:
            lines.append(line)
            if "open votes: failed" in line:
                break
        time.sleep(0.5)
        assert worker.poll() is None
        worker.send_signal(name)
        rest = worker.communicate(timeout=20)[1]
    finally:
        worker.kill()

    assert worker.returncode == 0
    assert "The worker stops" in rest
