"""The demo is the longest test: two towns built by the acts people use."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from communities.models import CommunityKind, CommunityPage
from home.demo.scale import multiply
from initiatives.models import Initiative, InitiativeState
from municipalities.models import Municipality
from notifications.models import Notification
from publications.models import DecisionPage, NewsPage, ResultPage
from voting.models import (
    Amendment,
    AmendmentState,
    Chain,
    CountedBy,
    Method,
    PaperEntry,
    PaperState,
    Secrecy,
    Vote,
    VoteState,
)


@pytest.fixture
def data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


def say_nothing(_words):
    pass


@pytest.mark.django_db
def test_demo_builds_two_living_towns(client, data_folder):
    call_command("demo", stdout=StringIO())

    zarechny, palana = Municipality.objects.order_by("pk")
    buildings = CommunityPage.objects.within(palana).filter(kind=CommunityKind.BUILDING)
    assert (zarechny.timezone, palana.timezone, buildings.count()) == ("Europe/Moscow", "Asia/Kamchatka", 35)
    assert not CommunityPage.objects.filter(first_published_at=None).exists()
    assert set(Initiative.objects.values_list("state", flat=True)) == set(InitiativeState.values)
    votes = Vote.objects.filter(initiative=None, past_initiatives=None)
    assert set(Vote.objects.values_list("state", flat=True)) == set(VoteState.values) - {VoteState.CLOSED}
    assert set(votes.values_list("method", flat=True)) == set(Method.values)
    assert set(votes.values_list("counted_by", flat=True)) == set(CountedBy.values)
    assert set(votes.values_list("secrecy", flat=True)) == set(Secrecy.values)
    assert not votes.filter(state=VoteState.COUNTED, outcome="").exists()
    assert PaperEntry.objects.filter(state=PaperState.COUNTED).count() == 14
    confirmed = Amendment.objects.filter(state=AmendmentState.CONFIRMED)
    assert set(confirmed.values_list("kind", flat=True)) == {"extend", "cancel"}
    assert all(model.objects.live().count() >= 3 for model in (NewsPage, DecisionPage, ResultPage))
    told = list(Notification.objects.order_by("pk").values_list("event__at", flat=True))
    assert told == sorted(told) != []

    out = StringIO()
    call_command("demo", accounts=True, stdout=out)
    accounts = json.loads(out.getvalue())
    assert {
        "administrator",
        "head",
        "controller",
        "specialist",
        "editor",
        "activist",
        "member",
        "resident",
        "company",
    } == {account["role"] for account in accounts}
    member = next(account for account in accounts if account["role"] == "member")
    signed_in = client.post(
        "/accounts/login/", {"login": member["login"], "password": member["password"]}, headers={"host": "localhost"}
    )
    assert signed_in.status_code == 302

    before = Initiative.objects.count()
    multiply(1, say=say_nothing)
    assert Initiative.objects.count() > before
    chain = Chain.objects.get(vote__title__startswith="Вопрос № 1 (")
    assert chain.length == 1 + chain.vote.ballots.count()
    assert client.get("/initiatives/", headers={"host": "localhost"}).status_code == 200


def test_demo_is_refused_in_a_real_town(settings):
    settings.DEMO_ALLOWED = False

    with pytest.raises(CommandError):
        call_command("demo")


def test_accounts_of_no_demo_are_refused_in_words(data_folder):
    with pytest.raises(CommandError, match="no demo town"):
        call_command("demo", accounts=True)
