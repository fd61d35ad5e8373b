"""The database against its chains: whole when honest, and each change of a row is found and named."""

import json
from datetime import timedelta
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from communities.models import Membership
from core import clock, guards
from tests.cast import make_members
from tests.communities.conftest import make_flat
from tests.pictures import jpeg
from tests.races import at_once
from tests.voting.conftest import announce, finish, nonce
from tests.voting.kinds import announce_agenda, announce_budget, announce_poll, announce_support
from voting import actions, publishing, signing
from voting.audit.checking import check
from voting.guards import GUARDS
from voting.inspection import _one_moment, inspect
from voting.models import Chain, ChainRecord, CountedBy, Method, Purpose, RulePreset, Secrecy, Vote


@pytest.fixture
def counted(vote, anna, vera):
    actions.cast_ballot(vote, by=anna, choices={0: "against"}, nonce=nonce())
    actions.cast_ballot(vote, by=anna, choices={0: "for"}, nonce=nonce())
    actions.cast_ballot(vote, by=vera, choices={0: "abstain"}, nonce=nonce())
    return finish(vote)


@pytest.fixture
def counted_secret(lenina, anna, vera, at_noon):
    vote = announce(lenina, vera, secrecy=Secrecy.SECRET)
    actions.cast_ballot(vote, by=anna, choices={0: "for"}, nonce=nonce())
    actions.cast_ballot(vote, by=vera, choices={0: "against"}, nonce=nonce())
    return finish(vote)


@pytest.fixture
def unguarded(db):
    """Somebody with the keys of the database has dropped the triggers; they come back with the test's end."""

    def drop():
        with connection.cursor() as cursor:
            for _create, drop in guards.statements(GUARDS, connection.vendor):
                cursor.execute(drop)

    return drop


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount > 0


def verified(*arguments):
    """(exit code, what was printed) of the command."""
    out = StringIO()
    try:
        call_command("verify_votes", *arguments, stdout=out, stderr=StringIO())
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def test_open_closed_and_counted_votes_are_whole(vote, anna, vera):
    stages = [inspect(vote)]
    actions.cast_ballot(vote, by=anna, choices={0: "for"}, nonce=nonce())
    stages.append(inspect(vote))
    with clock.set_to(vote.closes_at):
        actions.close_due_votes()
    stages.append(inspect(vote))
    with clock.set_to(vote.closes_at):
        actions.count_closed_votes()
    stages.append(inspect(vote))

    assert [stage.faults for stage in stages] == [[], [], [], []]
    assert [(stage.state, stage.papers, stage.records) for stage in stages] == [
        ("open", 0, 1), ("open", 1, 2), ("closed", 1, 3), ("counted", 1, 4),
    ]  # fmt: skip


def test_the_file_of_a_vote_passes_the_verifier(counted, anna):
    report = check(publishing.audit_file(counted), key=signing.public_key(), heads=[counted.chain.head])

    assert report.fault is None
    assert (report.roll_entries, len(report.replay), report.replay.length) == (counted.roll_size, 2, 6)
    assert report.replay.papers_digest == counted.ballots_digest


def test_the_file_names_nobody(counted, counted_secret, anna, vera, lenina):
    for vote in (counted, counted_secret):
        text = b"".join(publishing.audit_file(vote)).decode()
        keys = [entry.key for entry in vote.roll.all()]

        assert len(keys) == 2
        for secret in [*keys, anna.email, str(anna.actor_key), str(vera.actor_key), vote.roll_salt]:
            assert secret not in text


def test_a_secret_vote_is_whole_and_its_chain_holds_no_papers(counted_secret):
    verdict = inspect(counted_secret)
    file = b"".join(publishing.audit_file(counted_secret))

    assert verdict.faults == []
    assert (verdict.papers, verdict.records) == (2, 3)
    assert json.loads(file)["papers"] == sorted(
        [paper.receipt, paper.choices] for paper in counted_secret.ballots.all()
    )


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ('UPDATE voting_ballot SET choices = \'{"0": "against"}\'', "Ballots differ from the chain in 2 places"),
        ("UPDATE voting_ballot SET channel = 'paper'", "2 marks on the roll do not agree"),
        ("UPDATE voting_participation SET replaced = '[]' WHERE replaced <> '[]'", "1 marks on the roll do not agree"),
        ("UPDATE voting_participation SET channel = 'paper'", "2 marks on the roll do not agree"),
        ("UPDATE voting_chain SET head = ''", "The head kept of the chain is not that of its last record."),
        ("UPDATE voting_vote SET passed = TRUE", "The figures kept with the vote"),
        ("UPDATE voting_vote SET turnout = 3", "The figures kept with the vote"),
        ("UPDATE voting_vote SET result = '{}'", "The result kept with the vote"),
        ("UPDATE voting_vote SET manifest = '{}'", "The manifest kept with the vote"),
        ("UPDATE voting_vote SET manifest_hash = ''", "The manifest's hash"),
        ("UPDATE voting_vote SET roll_size = 3", "The roll's sums kept with the vote"),
        ("UPDATE voting_vote SET replaceable = FALSE", "The terms of the vote"),
        ("UPDATE voting_vote SET title = 'Другой вопрос'", "The terms of the vote"),
        ("UPDATE voting_vote SET state = 'closed'", "The vote is closed, its chain is counted."),
        ("UPDATE voting_agendaitem SET votes_for = 2", "The figures of the questions"),
        ("UPDATE voting_breakdown SET figures = '{}'", "The breakdown kept with the vote"),
        ("DELETE FROM voting_breakdown", "A breakdown is kept of a counted vote"),
        ("UPDATE voting_agendaitem SET text = 'Другой'", "The questions of the vote"),
        ("UPDATE voting_rollentry SET weight = 2", "The roll weighs 4 and weighed 2"),
        (
            "UPDATE voting_rollentry SET key = 'flat-12' WHERE id = (SELECT MIN(id) FROM voting_rollentry)",
            "1 lines of",
        ),
        (
            "UPDATE voting_chainrecord SET hash = prev.hash FROM voting_chainrecord prev WHERE prev.seq = 0",
            "Record 1 ",
        ),
        ("UPDATE voting_chainrecord SET body = REPLACE(body, '\"for\"', '\"against\"')", "Record 2 does not agree"),
        ("DELETE FROM voting_chainrecord WHERE seq = 3", "Record 3 of the chain is missing"),
    ],
)
def test_a_changed_row_is_found_and_named(counted, unguarded, statement, fault):
    before = inspect(counted).faults
    unguarded()
    sql(statement)

    faults = inspect(counted).faults

    assert before == []
    assert any(fault in found for found in faults), faults


def test_a_changed_secret_paper_is_found(counted_secret, unguarded):
    unguarded()
    sql('UPDATE voting_ballot SET choices = \'{"0": "for"}\'')

    assert inspect(counted_secret).faults == ["The digest of the list of ballots is not the one written at the count."]


def test_a_secret_mark_with_a_time_is_found(secret_vote, anna, unguarded):
    actions.cast_ballot(secret_vote, by=anna, choices={0: "for"}, nonce=nonce())
    before = inspect(secret_vote).faults
    unguarded()
    sql("UPDATE voting_participation SET at = %s", clock.now())

    assert (before, inspect(secret_vote).faults) == ([], ["Marks of a secret vote carry times or keys."])


def test_a_key_that_was_not_the_towns_is_found(counted, settings, tmp_path):
    """A vote signed by the key of another day, which is not listed."""
    old = signing.public_key()
    settings.VOTE_SIGNING_KEY_FILE = str(tmp_path / "new.pem")
    unlisted = inspect(counted).faults
    settings.VOTE_SIGNING_KEYS_OLD = [f"{old}:{counted.counted_at.date()}"]
    listed = inspect(counted).faults
    settings.VOTE_SIGNING_KEYS_OLD = [f"{old}:2026-01-01"]
    too_old = inspect(counted).faults

    assert listed == []
    assert unlisted == too_old == ["The chain is signed with a key that was not the town's at that time."]


def test_a_restored_older_copy_lacks_the_saved_head(counted):
    head = Chain.objects.get().head

    assert verified("--vote", counted.public_id, "--expect", head)[0] == 0
    code, told = verified("--vote", counted.public_id, "--expect", "0" * 64)
    assert (code, "is not in the chain" in told) == (1, True)


def test_an_open_chain_must_hold_the_expected_head_too(vote, anna):
    actions.cast_ballot(vote, by=anna, choices={0: "for"}, nonce=nonce())
    first = ChainRecord.objects.get(seq=0).hash

    assert inspect(vote, expect=first).faults == []
    assert "is not in the chain" in inspect(vote, expect="0" * 64).faults[0]


def test_the_command_tells_programs_and_people(counted, counted_secret):
    code, told = verified("--json")
    found = json.loads(told)
    words = verified()[1]

    assert code == 0
    assert [(each["vote"], each["papers"], each["faults"]) for each in found["votes"]] == [
        (counted.public_id, 2, []), (counted_secret.public_id, 2, []),
    ]  # fmt: skip
    assert found["missing_triggers"] == []
    assert words.count("whole, 2 on the roll, 2 ballots") == 2


def test_missing_triggers_are_told_apart(counted, unguarded):
    unguarded()

    code, told = verified()

    assert (code, "Triggers are missing" in told) == (2, True)


def test_a_broken_vote_does_not_hide_behind_a_whole_one(counted, counted_secret, unguarded):
    unguarded()
    Vote.objects.filter(pk=counted.pk).update(passed=not counted.passed)

    code, told = verified()

    assert (code, told.count("BROKEN"), told.count(": whole")) == (1, 1, 1)


@pytest.mark.parametrize("arguments", [["--vote", "nosuchvote"], ["--expect", "0" * 64]])
def test_wrong_usage_is_refused(counted, arguments):
    with pytest.raises(CommandError) as refusal:
        call_command("verify_votes", *arguments)

    assert refusal.value.returncode == 2


def test_export_writes_the_file_and_only_of_counted_votes(counted, lenina, vera):
    written = TextIOWrapper(BytesIO())
    call_command("export_vote", counted.public_id, stdout=written)
    running = announce(lenina, vera, title="Ещё одно?")

    assert written.buffer.getvalue() == b"".join(publishing.audit_file(counted))
    for public_id in (running.public_id, "nosuchvote"):
        with pytest.raises(CommandError):
            call_command("export_vote", public_id)
    with pytest.raises(ValueError, match="counted"):
        publishing.audit_file(running)


VOTES = {
    "single": (announce_poll, {"method": Method.SINGLE}, {"0": [1]}, {"0": []}),
    "multiple": (announce_poll, {"method": Method.MULTIPLE, "most": 2}, {"0": [0, 3]}, {"0": [1]}),
    "schulze": (announce_poll, {"method": Method.SCHULZE}, {"0": [2, 0, 1]}, {"0": [0]}),
    "secret schulze": (announce_poll, {"method": Method.SCHULZE, "secrecy": Secrecy.SECRET}, {"0": [2]}, {"0": [0]}),
    "greedy": (announce_budget, {"method": Method.GREEDY}, {"0": [0, 1]}, {"0": [1]}),
    "equal shares": (announce_budget, {"method": Method.EQUAL_SHARES}, {"0": [0, 1]}, {"0": [1, 2]}),
    "support": (announce_support, {"replaceable": False}, {"0": "for"}, {"0": "for"}),
    "agenda": (announce_agenda, {}, {"0": "for", "1": "against", "2": "abstain"}, dict.fromkeys("012", "for")),
    "named": (announce_agenda, {"secrecy": Secrecy.NAMED}, dict.fromkeys("012", "for"), dict.fromkeys("012", "for")),
}


@pytest.mark.parametrize("kind", VOTES)
def test_a_vote_of_every_kind_is_whole_and_can_be_recounted(lenina, anna, vera, at_noon, kind):
    announced, terms, first, second = VOTES[kind]
    vote = announced(lenina, vera, **terms)
    for voter, choices in ((anna, first), (vera, second)):
        actions.cast_ballot(vote, by=voter, choices=choices, nonce=nonce())
    finish(vote)

    report = check(publishing.audit_file(vote), key=signing.public_key())

    assert report.fault is None
    assert len(report.replay) == 2
    assert report.replay.result == vote.result
    assert inspect(vote).faults == []


def test_areas_prolongations_and_corrected_papers_are_whole(lenina, anna, vera, olga, at_noon):
    for number, area in (("31", 5210), ("32", 3345), ("33", 3345)):
        make_flat(lenina, number, area_hundredths=area)
    Membership.objects.filter(user=anna).update(premises=lenina.premises.get(number="31"), tenure="owner")
    rules = RulePreset.objects.get(name="Подготовка собрания собственников: обычные вопросы")
    vote = announce(
        lenina, vera, counted_by=CountedBy.AREA, secrecy=Secrecy.NAMED, purpose=Purpose.OWNERS, preset=rules,
        paper_allowed=True, replaceable=False,
    )  # fmt: skip
    paper = {"entry": vote.roll.get(flat="32"), "by": vera}
    actions.cast_ballot(vote, by=anna, choices={0: "for"}, nonce=nonce())
    actions.enter_paper(vote, choices={0: "for"}, scan=jpeg(), **paper)
    actions.correct_paper(vote, choices={0: "against"}, scan=jpeg(), **paper)
    later = vote.closes_at + timedelta(days=2)
    change = actions.propose_extension(vote, by=vera, reason="Половина дома в отпуске", closes_at=later)
    actions.confirm_amendment(change, by=olga)
    vote.refresh_from_db()

    during = inspect(vote)
    finish(vote)
    after = inspect(vote)
    written = b"".join(publishing.ballots_csv(vote)).decode().splitlines()

    assert (during.faults, after.faults) == ([], [])
    assert (after.entries, after.papers, after.records) == (3, 2, 7)
    assert written[0] == "receipt,question 1,weight,channel"
    assert sorted(line.partition(",")[2] for line in written[1:]) == ["against,3345,paper", "for,5210,site"]


def channels(vote):
    """What the published file and list say of how each ballot was given: of the chain in its order, of the list."""
    file = json.loads(b"".join(publishing.audit_file(vote)))
    told = [each["body"]["channel"] for each in file["records"] if each["body"]["type"] == "ballot"]
    lines = b"".join(publishing.ballots_csv(vote)).decode().splitlines()
    return told, {line.rpartition(",")[2] for line in lines[1:]}


@pytest.mark.parametrize(
    ("secrecy", "replaceable", "told", "listed"),
    [
        (Secrecy.CLOSED, True, [None, None, None], {""}),
        # That a paper was read anew has to be told where nobody may change their mind.
        (Secrecy.CLOSED, False, [None, None, "paper"], {""}),
        (Secrecy.NAMED, True, ["site", "paper", "paper"], {"site", "paper"}),
    ],
)
def test_paper_is_told_apart_only_where_votes_are_named(
    lenina, anna, vera, at_noon, secrecy, replaceable, told, listed
):
    (neighbour,) = make_members(lenina, 1)
    vote = announce(lenina, vera, secrecy=secrecy, replaceable=replaceable, paper_allowed=True)
    paper = {"entry": vote.roll.get(key=str(neighbour.actor_key)), "by": vera}
    actions.cast_ballot(vote, by=anna, choices={0: "for"}, nonce=nonce())
    actions.enter_paper(vote, choices={0: "for"}, scan=jpeg(), **paper)
    actions.correct_paper(vote, choices={0: "against"}, scan=jpeg(), **paper)
    finish(vote)

    assert channels(vote) == (told, listed)
    assert vote.ballots.filter(channel="paper").count() == 1
    assert inspect(vote).faults == []


def test_no_channel_is_published_of_a_secret_vote(counted_secret):
    assert channels(counted_secret) == ([], {""})


def test_a_prolongation_that_nobody_confirmed_is_found(vote, vera, olga, unguarded):
    later = vote.closes_at + timedelta(days=2)
    actions.confirm_amendment(
        actions.propose_extension(vote, by=vera, reason="Половина дома в отпуске", closes_at=later), by=olga
    )
    before = inspect(vote).faults
    unguarded()
    sql("DELETE FROM voting_amendment")

    assert (before, inspect(vote).faults) == (
        [], ["Prolongations that two people confirmed are not those of the chain."],
    )  # fmt: skip


@pytest.mark.parametrize(("secrecy", "records"), [(Secrecy.CLOSED, 3), (Secrecy.SECRET, 2)])
def test_a_cancelled_vote_is_whole_and_has_no_file(lenina, anna, vera, olga, at_noon, secrecy, records):
    vote = announce(lenina, vera, secrecy=secrecy)
    actions.cast_ballot(vote, by=anna, choices={0: "for"}, nonce=nonce())
    actions.confirm_amendment(actions.propose_cancellation(vote, by=vera, reason="Ошибка в смете"), by=olga)
    vote.refresh_from_db()

    verdict = inspect(vote)

    assert (verdict.state, verdict.faults, verdict.records) == ("cancelled", [], records)
    with pytest.raises(ValueError, match="counted"):
        publishing.audit_file(vote)


@pytest.mark.django_db(transaction=True)
def test_people_go_on_voting_while_a_vote_is_looked_through(lenina, anna, vera, at_noon):
    vote = announce(lenina, vera)
    with _one_moment():
        before = vote.ballots.count()
        (answer,) = at_once([lambda: actions.cast_ballot(vote, by=anna, choices={0: "for"}, nonce=nonce())])
        during = vote.ballots.count()

    assert len(answer) == 32
    assert (before, during, vote.ballots.count()) == (0, 0, 1)
    assert inspect(vote).faults == []
