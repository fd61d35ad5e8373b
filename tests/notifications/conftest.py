"""A town at noon, an initiative of anna's, and a mail server."""

import pytest

from core import clock
from initiatives.models import Follow
from journal.actions import record
from tests.cast import NOON
from tests.initiatives.making import make_published
from tests.notifications.smtp import mail_server
from voting.actions import schedule_vote
from voting.models import RulePreset, Secrecy


@pytest.fixture(autouse=True)
def noon():
    with clock.set_to(NOON):
        yield NOON


@pytest.fixture
def initiative(lenina, anna):
    return make_published("Новая площадка", lenina, author=anna)


@pytest.fixture
def follow():
    def make(initiative, user):
        return Follow.objects.create(initiative=initiative, user=user, at=NOON)

    return make


@pytest.fixture
def happen():
    """`happen(verb, target, by=None)`: an event as its act writes it."""

    def write(verb, target, by=None, **data):
        town = getattr(target, "municipality", None) or target.community.municipality
        return record(verb, target, by=by, municipality=town, **data)

    return write


@pytest.fixture
def open_vote(lenina, vera):
    def make(secrecy=Secrecy.CLOSED, closes_at=None):
        from datetime import timedelta

        return schedule_vote(
            community=lenina,
            electorate=[lenina],
            title="Ставим площадку?",
            description="",
            preset=RulePreset.objects.first(),
            secrecy=secrecy,
            replaceable=False,
            turnout_shown=True,
            opens_at=NOON,
            closes_at=closes_at or NOON + timedelta(days=14),
            items=["Ставим площадку?"],
            by=vera,
        )

    return make


@pytest.fixture
def smtp(settings):
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_TIMEOUT = 3
        yield server
