"""Paper ballots: read with a scan, or by two people; one voice with the site, whichever comes first."""

import hashlib
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from communities.models import ActivistRole, ActivistTitle, Membership
from core import clock
from journal.models import Event
from journal.verbs import Verb
from tests.cast import NOON, make_member, make_person
from tests.communities.conftest import make_flat
from tests.pictures import jpeg
from tests.voting.conftest import CLOSING, announce, finish, nonce
from voting import actions
from voting.actions.papers import print_receipts
from voting.models import (
    Ballot,
    ChainRecord,
    Channel,
    CountedBy,
    PaperEntry,
    PaperRefusal,
    PaperState,
    Participation,
    RollEntry,
    RulePreset,
)

FOR, AGAINST = {0: "for"}, {0: "against"}


def by_flats():
    return RulePreset.objects.get(name="Решение соседей: один голос от квартиры")


@pytest.fixture
def paper_vote(lenina, anna, vera, at_noon):
    """By flats, not replaceable: anna lives in 31, nobody of the site in 32 and 33; vera in 34."""
    for number in ("31", "32", "33", "34"):
        make_flat(lenina, number, entrance=2)
    Membership.objects.filter(user=anna).update(premises=lenina.premises.get(number="31"))
    Membership.objects.filter(user=vera).update(premises=lenina.premises.get(number="34"))
    return announce(lenina, vera, counted_by=CountedBy.FLAT, paper_allowed=True, replaceable=False, preset=by_flats())


def entry_of(vote, flat):
    return RollEntry.objects.get(vote=vote, flat=flat)


def read(vote, by, flat="32", choices=FOR, **kwargs):
    return actions.enter_paper(vote, entry=entry_of(vote, flat), choices=choices, by=by, **kwargs)


def refusal(act, *args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        act(*args, **kwargs)
    return refused.value.code


def verbs():
    return list(Event.objects.filter(verb__startswith="paper_").order_by("pk").values_list("verb", flat=True))


def test_a_scan_counts_at_once(paper_vote, vera, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        paper = read(paper_vote, vera, scan=jpeg())

    assert paper.state == PaperState.COUNTED
    mark = Participation.objects.get(vote=paper_vote)
    assert (mark.entry.flat, mark.channel, mark.by_key) == ("32", Channel.PAPER, None)
    assert (mark.ballot.choices, mark.ballot.channel) == ({"0": "for"}, Channel.PAPER)
    with paper.scan.open() as file:
        kept = file.read()
    assert paper.scan_digest == hashlib.sha256(kept).hexdigest()
    assert b"Exif" not in kept
    assert paper.scan.path.startswith(settings.STORAGES["private"]["OPTIONS"]["location"])
    assert verbs() == [Verb.PAPER_COUNTED]


def test_the_first_reading_waits_for_a_second_person(paper_vote, vera, olga):
    assert read(paper_vote, vera).state == PaperState.WAITING
    # The same person again is the same reading.
    assert read(paper_vote, vera).state == PaperState.WAITING
    assert not Ballot.objects.exists()

    paper = read(paper_vote, olga)

    assert (paper.state, paper.entered_by, paper.second_by) == (PaperState.COUNTED, vera, olga)
    assert Ballot.objects.get().choices == {"0": "for"}
    assert PaperEntry.objects.count() == 1
    assert verbs() == [Verb.PAPER_READ, Verb.PAPER_READ, Verb.PAPER_COUNTED]


def test_different_readings_are_counted_when_one_is_corrected(paper_vote, vera, olga):
    read(paper_vote, vera)
    assert read(paper_vote, olga, choices=AGAINST).state == PaperState.DIFFERS
    assert not Ballot.objects.exists()
    # Neither of the two decides alone, a scan or not.
    assert refusal(read, paper_vote, olga, choices=AGAINST, scan=jpeg()) == "third"
    assert read(paper_vote, olga, choices={0: "abstain"}).state == PaperState.DIFFERS

    assert read(paper_vote, vera, choices={0: "abstain"}).state == PaperState.COUNTED

    assert Ballot.objects.get().choices == {"0": "abstain"}


def test_a_third_person_decides_with_a_scan(paper_vote, vera, olga, operator):
    third = make_person("Инна", "Третья")
    make_activist(third, paper_vote.community)
    read(paper_vote, vera)
    read(paper_vote, olga, choices=AGAINST)
    assert refusal(read, paper_vote, third) == "third"

    paper = read(paper_vote, third, choices=AGAINST, scan=jpeg())

    assert (paper.state, paper.entered_by) == (PaperState.COUNTED, third)
    assert PaperEntry.objects.get(state=PaperState.REFUSED).refusal == PaperRefusal.DECIDED
    assert Ballot.objects.get().choices == {"0": "against"}


def make_activist(user, community):
    make_member(user, community)
    ActivistRole.objects.create(community=community, user=user, title=ActivistTitle.HOUSE_ELDER, granted_at=NOON)


def test_the_site_first_and_then_paper(paper_vote, vera, anna, olga, django_capture_on_commit_callbacks):
    read(paper_vote, vera, flat="31")
    actions.cast_ballot(paper_vote, by=anna, choices=AGAINST, nonce=nonce())

    with django_capture_on_commit_callbacks(execute=True):
        waited = read(paper_vote, olga, flat="31", scan=jpeg())

    assert (waited.state, waited.refusal) == (PaperState.REFUSED, PaperRefusal.SITE_FIRST)
    # How the paper was filled in is kept no longer, nor is its picture.
    waited.refresh_from_db()
    assert (waited.choices, waited.second_choices, waited.scan.name) == ({}, None, "")
    assert Ballot.objects.get().choices == {"0": "against"}
    assert verbs()[-1] == Verb.PAPER_REFUSED


def test_paper_first_and_then_the_site(paper_vote, vera, anna):
    read(paper_vote, vera, flat="31", scan=jpeg())

    assert refusal(actions.cast_ballot, paper_vote, by=anna, choices=AGAINST, nonce=nonce()) == "paper_already"
    assert refusal(read, paper_vote, vera, flat="31", scan=jpeg()) == "counted"
    assert Ballot.objects.get().choices == {"0": "for"}


def test_nobody_reads_the_paper_of_their_own_flat(paper_vote, vera, olga):
    assert refusal(read, paper_vote, vera, flat="34", scan=jpeg()) == "own"
    assert read(paper_vote, olga, flat="34", scan=jpeg()).state == PaperState.COUNTED


def test_others_do_not_read_papers(paper_vote, anna, boris, gleb, nina, semyon):
    for person in (anna, boris, gleb, nina, semyon):
        with pytest.raises(PermissionDenied):
            read(paper_vote, person, scan=jpeg())
    assert not PaperEntry.objects.exists()


def test_papers_are_read_until_the_end(paper_vote, vera, olga):
    read(paper_vote, vera)
    read(paper_vote, vera, flat="33", scan=jpeg())
    with clock.set_to(CLOSING):
        assert refusal(read, paper_vote, olga) == "closed"

    finish(paper_vote)

    assert paper_vote.turnout == 1
    late = PaperEntry.objects.get(entry__flat="32")
    assert (late.state, late.refusal, late.choices) == (PaperState.REFUSED, PaperRefusal.UNCONFIRMED, {})


@pytest.mark.parametrize("paper", [{}, {0: "yes"}, {0: "for", 1: "for"}, {"0": ["for"]}])
def test_a_paper_has_to_be_whole(paper_vote, vera, paper):
    assert refusal(read, paper_vote, vera, choices=paper, scan=jpeg()) == "choices"
    assert not PaperEntry.objects.exists()


def test_a_vote_without_paper_takes_none(vote, vera):
    entry = RollEntry.objects.filter(vote=vote).first()
    assert refusal(actions.enter_paper, vote, entry=entry, choices=FOR, by=vera, scan=jpeg()) == "no_paper"


def test_a_file_that_is_no_picture_leaves_nothing(paper_vote, vera):
    upload = SimpleUploadedFile("scan.jpg", b"%PDF-1.4", content_type="image/jpeg")

    assert refusal(read, paper_vote, vera, scan=upload) == "not_a_picture"
    assert not PaperEntry.objects.exists()


def test_the_stub_leads_to_the_paper(paper_vote, vera):
    ((slip, _code), (newer, _other)) = (
        actions.issue_slips(paper_vote, [entry_of(paper_vote, "32")], vera)[0] for _print in range(2)
    )
    first, second = print_receipts(paper_vote, [slip, newer])
    assert first != second

    read(paper_vote, vera, scan=jpeg(), slip=slip)

    assert Ballot.objects.get().receipt == first


def test_a_cancelled_print_is_not_read(paper_vote, vera):
    ((slip, _code),) = actions.issue_slips(paper_vote, [entry_of(paper_vote, "32")], vera)
    actions.revoke_slips(paper_vote, [slip.entry], vera)

    assert refusal(read, paper_vote, vera, scan=jpeg(), slip=slip) == "revoked"
    # Found by its flat, the paper has a receipt of its own.
    assert read(paper_vote, vera, scan=jpeg()).slip is None


def correct(vote, by, flat="32", choices=AGAINST, **kwargs):
    return actions.correct_paper(vote, entry=entry_of(vote, flat), choices=choices, by=by, **kwargs)


def test_a_paper_read_wrongly_is_corrected_by_two(paper_vote, vera, olga):
    ((slip, _code),) = actions.issue_slips(paper_vote, [entry_of(paper_vote, "32")], vera)
    read(paper_vote, vera, scan=jpeg(), slip=slip)
    first = Ballot.objects.get().receipt

    assert refusal(correct, paper_vote, olga, choices=FOR) == "same"
    assert correct(paper_vote, olga).state == PaperState.WAITING
    assert Ballot.objects.get().choices == {"0": "for"}
    assert correct(paper_vote, vera).state == PaperState.COUNTED

    ballot = Ballot.objects.get()
    assert ballot.choices == {"0": "against"}
    assert ballot.participation.replaced == [first] == print_receipts(paper_vote, [slip])
    assert PaperEntry.objects.get(state=PaperState.REFUSED).refusal == PaperRefusal.CORRECTED
    assert f'"replaces":"{first}"' in ChainRecord.objects.order_by("seq").last().body
    assert verbs() == [Verb.PAPER_COUNTED, Verb.PAPER_READ, Verb.PAPER_CORRECTED]
    assert finish(paper_vote).items.get().votes_against == 1


def test_a_paper_is_corrected_by_a_new_scan(paper_vote, vera, olga):
    read(paper_vote, vera)
    assert refusal(correct, paper_vote, vera, scan=jpeg()) == "not_counted"
    read(paper_vote, olga)

    assert correct(paper_vote, olga, scan=jpeg()).state == PaperState.COUNTED

    assert Ballot.objects.get().choices == {"0": "against"}


def test_a_vote_given_on_the_site_is_corrected_by_nobody(paper_vote, vera, anna):
    actions.cast_ballot(paper_vote, by=anna, choices=FOR, nonce=nonce())

    assert refusal(correct, paper_vote, vera, flat="31", scan=jpeg()) == "not_counted"
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.all().delete()


def test_a_reading_is_taken_back_until_it_is_counted(paper_vote, vera, olga, anna):
    paper = read(paper_vote, vera)
    with pytest.raises(PermissionDenied):
        actions.withdraw_paper(paper, by=anna)

    assert actions.withdraw_paper(paper, by=olga).refusal == PaperRefusal.WITHDRAWN

    assert refusal(actions.withdraw_paper, paper, by=vera) == "decided"
    counted = read(paper_vote, vera, scan=jpeg())
    assert refusal(actions.withdraw_paper, counted, by=vera) == "decided"
    assert verbs() == [Verb.PAPER_READ, Verb.PAPER_WITHDRAWN, Verb.PAPER_COUNTED]


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "waiting"},
        {"state": "counted", "scan_digest": "a" * 64},
    ],
)
def test_an_entry_has_one_paper_of_each_state(paper_vote, vera, fields):
    shared = {"vote": paper_vote, "entry": entry_of(paper_vote, "32"), "choices": {}, "entered_at": NOON} | fields
    PaperEntry.objects.create(**shared)

    with pytest.raises(IntegrityError), transaction.atomic():
        PaperEntry.objects.create(**shared)


def test_one_person_is_not_two(paper_vote, vera):
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperEntry.objects.create(
            vote=paper_vote, entry=entry_of(paper_vote, "32"), choices={}, entered_by=vera, second_by=vera,
            entered_at=NOON, second_at=NOON + timedelta(minutes=1),
        )  # fmt: skip
