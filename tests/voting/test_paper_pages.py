"""Typing paper ballots in on the pages of those who run the vote."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communities.codes import shown
from communities.models import ActivistRole, Membership
from core import clock
from journal.models import Event, Look, LookReason
from journal.verbs import Verb
from tests.cast import NOON, make_member, make_person
from tests.communities.conftest import make_flat
from tests.pictures import jpeg
from tests.voting.conftest import CLOSING, nonce
from tests.voting.kinds import announce_budget, announce_by_flat, announce_poll, announce_support
from voting import actions
from voting.models import Ballot, Method, PaperEntry, PaperState, RollEntry

HERE = {"host": "localhost"}


@pytest.fixture
def paper_vote(lenina, anna, vera, at_noon):
    """By flats: anna in 31, nobody of the site in 32, vera in 34."""
    for number in ("31", "32", "34"):
        make_flat(lenina, number, entrance=2)
    Membership.objects.filter(user=anna).update(premises=lenina.premises.get(number="31"))
    Membership.objects.filter(user=vera).update(premises=lenina.premises.get(number="34"))
    return announce_by_flat(lenina, vera, paper_allowed=True)


def entry_of(vote, flat):
    return RollEntry.objects.get(vote=vote, flat=flat)


def page_of(vote, flat):
    return reverse("voting:read_paper", args=[vote.public_id, entry_of(vote, flat).line])


def papers_url(vote):
    return reverse("voting:papers", args=[vote.public_id])


def type_in(client, vote, flat="32", answer="for", **more):
    return client.post(page_of(vote, flat), {"item0": answer, **more}, headers=HERE)


def printed(vote, by, flat):
    ((slip, code),) = actions.issue_slips(vote, [entry_of(vote, flat)], by)
    return slip, code


def test_the_square_leads_whoever_runs_the_vote_to_typing_in(paper_vote, vera, olga, anna, client):
    slip, code = printed(paper_vote, vera, "32")
    url = reverse("ballot_open", args=[shown(code)])
    there = f"{page_of(paper_vote, '32')}?slip={slip.public_id}"

    for person in (vera, olga):
        client.force_login(person)
        assert client.get(url, headers=HERE)["Location"] == there
    # A neighbour who scans it is told how papers are given in.
    client.force_login(anna)
    assert client.get(url, headers=HERE)["Location"] == reverse("ballot_code")
    client.force_login(olga)
    type_in(client, paper_vote, scan=jpeg())
    assert Ballot.objects.get().receipt


def test_their_own_ballot_leads_nobody_to_typing_in(paper_vote, vera, client):
    _slip, code = printed(paper_vote, vera, "34")
    client.force_login(vera)

    assert client.get(reverse("ballot_open", args=[shown(code)]), headers=HERE)["Location"] == reverse("ballot_code")
    page = client.get(page_of(paper_vote, "34"), headers=HERE).content.decode()
    assert 'enctype="multipart/form-data"' not in page


def test_a_ballot_is_found_by_its_code_and_by_its_flat(paper_vote, vera, client):
    slip, code = printed(paper_vote, vera, "32")
    client.force_login(vera)
    there = page_of(paper_vote, "32")

    by_code = client.post(papers_url(paper_vote), {"what": shown(code).lower()}, headers=HERE)
    by_flat = client.post(papers_url(paper_vote), {"what": " 32 "}, headers=HERE)
    nothing = client.post(papers_url(paper_vote), {"what": "99"}, headers=HERE)

    assert by_code["Location"] == f"{there}?slip={slip.public_id}"
    assert by_flat["Location"] == there
    assert list(nothing.context["form"].errors) == ["what"]


def test_a_ballot_of_a_person_is_found_by_name(lenina, anna, vera, at_noon, client):
    vote = announce_poll(lenina, vera, paper_allowed=True)
    make_member(make_person("Анна", "Котова"), lenina)
    client.force_login(vera)

    one = client.post(papers_url(vote), {"what": "анна ИЛЬ"}, headers=HERE)

    assert RollEntry.objects.get(vote=vote, key=anna.actor_key).line in one["Location"]
    # Who joined later is not on the roll.
    assert client.post(papers_url(vote), {"what": "Котова"}, headers=HERE).status_code == 200


def test_two_people_type_it_in_without_seeing_each_other(paper_vote, vera, olga, client):
    client.force_login(vera)
    answer = type_in(client, paper_vote)
    paper = PaperEntry.objects.get()
    assert answer["Location"] == reverse("voting:paper", args=[paper_vote.public_id, paper.public_id])

    client.force_login(olga)
    form = client.get(page_of(paper_vote, "32"), headers=HERE).context["form"]
    assert form["item0"].value() is None
    assert client.get(answer["Location"], headers=HERE).context["readings"] == []
    type_in(client, paper_vote)

    paper.refresh_from_db()
    assert paper.state == PaperState.COUNTED
    receipt = Ballot.objects.get().receipt
    page = client.get(answer["Location"], headers=HERE)
    assert page.context["receipt"] == receipt


def test_both_who_differ_see_both_readings_and_a_third_neither(paper_vote, vera, olga, client):
    for person, choice in ((vera, "for"), (olga, "against")):
        client.force_login(person)
        type_in(client, paper_vote, answer=choice)
    url = reverse("voting:paper", args=[paper_vote.public_id, PaperEntry.objects.get().public_id])

    for person in (vera, olga):
        client.force_login(person)
        said = client.get(url, headers=HERE).context["readings"]
        assert [(reader, [one.answers for one in answers]) for reader, answers in said] == [
            (vera, [["За"]]),
            (olga, [["Против"]]),
        ]
    third = make_person("Инна", "Третья")
    make_member(third, paper_vote.community)
    ActivistRole.objects.create(community=paper_vote.community, user=third, granted_at=NOON)
    client.force_login(third)
    assert client.get(url, headers=HERE).context["readings"] == []


def test_the_list_tells_states_and_never_choices(paper_vote, vera, anna, client):
    client.force_login(vera)
    type_in(client, paper_vote, answer="against")
    actions.cast_ballot(paper_vote, by=anna, choices={0: "for"}, nonce=nonce())
    type_in(client, paper_vote, flat="31", answer="against", scan=jpeg())

    for state, flat in (("reading", "32"), ("refused", "31")):
        page = client.get(papers_url(paper_vote), {"state": state}, headers=HERE)
        assert [paper.entry.flat for paper in page.context["page"]] == [flat]
        assert "Против" not in page.content.decode()
    assert not client.get(papers_url(paper_vote), {"state": "counted"}, headers=HERE).context["page"].object_list


def test_a_broken_picture_keeps_what_was_typed(paper_vote, vera, client):
    client.force_login(vera)
    broken = SimpleUploadedFile("scan.jpg", b"nothing", content_type="image/jpeg")

    answer = type_in(client, paper_vote, scan=broken)

    assert list(answer.context["form"].errors) == ["scan"]
    assert answer.context["form"]["item0"].value() == "for"
    assert not PaperEntry.objects.exists()


def test_an_empty_form_names_what_is_missing(paper_vote, vera, client):
    client.force_login(vera)

    answer = client.post(page_of(paper_vote, "32"), {"item0": "perhaps"}, headers=HERE)

    assert list(answer.context["form"].errors) == ["item0"]


def test_a_counted_ballot_is_corrected_on_the_same_page(paper_vote, vera, olga, client):
    client.force_login(vera)
    type_in(client, paper_vote, scan=jpeg())
    type_in(client, paper_vote, answer="against", scan=jpeg())

    assert Ballot.objects.get().choices == {"0": "against"}
    assert Event.objects.filter(verb=Verb.PAPER_CORRECTED).count() == 1


def test_whoever_opens_a_picture_is_kept_in_the_journal(paper_vote, vera, olga, anna, client):
    client.force_login(vera)
    for flat in ("31", "32"):
        type_in(client, paper_vote, flat=flat, scan=jpeg())
    client.force_login(olga)

    for paper in PaperEntry.objects.order_by("pk"):
        answer = client.get(reverse("voting:paper_scan", args=[paper_vote.public_id, paper.public_id]), headers=HERE)
        assert answer.content.startswith(b"\xff\xd8")
        assert answer["Cache-Control"] == "private, no-store"

    # anna reads it on her page; the other flat has no account, and the journal says it all the same.
    assert [look.subject for look in Look.objects.all()] == [anna]
    seen = Event.objects.filter(verb=Verb.PERSONAL_DATA_SEEN)
    assert [event.data["reason"] for event in seen] == [LookReason.BALLOTS] * 2


def test_a_late_paper_is_refused_in_words(paper_vote, vera, client):
    client.force_login(vera)
    with clock.set_to(CLOSING):
        page = client.get(page_of(paper_vote, "32"), headers=HERE).content.decode()
        answer = type_in(client, paper_vote, scan=jpeg())

    assert "не ввели до закрытия" in page
    assert answer.status_code == 200
    assert not PaperEntry.objects.exists()


def test_nobody_sees_more_of_another_vote(paper_vote, lenina, vera, client):
    other = announce_by_flat(lenina, vera, paper_allowed=True)
    client.force_login(vera)
    type_in(client, paper_vote, scan=jpeg())
    paper = PaperEntry.objects.get()
    _slip, code = printed(other, vera, "32")

    assert (
        client.get(reverse("voting:paper", args=[other.public_id, paper.public_id]), headers=HERE).status_code == 404
    )
    wrong = reverse("voting:read_paper", args=[other.public_id, entry_of(paper_vote, "32").line])
    assert client.get(wrong, headers=HERE).status_code == 404
    assert client.get(f"{page_of(paper_vote, '32')}?slip={_slip.public_id}", headers=HERE).status_code == 404
    assert client.post(papers_url(paper_vote), {"what": code}, headers=HERE).status_code == 200


@pytest.mark.parametrize(
    ("make", "typed", "kept"),
    [
        (lambda *of, **terms: announce_poll(*of, **terms), {"item0": "2"}, [2]),
        (lambda *of, **terms: announce_poll(*of, method=Method.MULTIPLE, **terms), {"item0": ["3", "1"]}, [1, 3]),
        (
            lambda *of, **terms: announce_poll(*of, method=Method.SCHULZE, **terms),
            {"item0_place0": "2", "item0_place2": "1"},
            [2, 0],
        ),
        (announce_budget, {"item0": ["none"]}, []),
        (announce_support, {"signed": "on"}, "for"),
    ],
)
def test_a_paper_of_every_kind(lenina, anna, vera, olga, at_noon, client, make, typed, kept):
    vote = make(lenina, vera, paper_allowed=True)
    line = RollEntry.objects.get(vote=vote, key=anna.actor_key).line
    client.force_login(olga)

    url = reverse("voting:read_paper", args=[vote.public_id, line])
    client.post(url, {**typed, "scan": jpeg()}, headers=HERE)

    assert Ballot.objects.get().choices == {"0": kept}


def test_the_list_costs_the_same_at_one_and_at_many(paper_vote, lenina, vera, olga, client, django_assert_num_queries):
    client.force_login(olga)
    type_in(client, paper_vote)
    client.get(papers_url(paper_vote), headers=HERE)
    with CaptureQueriesContext(connection) as one:
        client.get(papers_url(paper_vote), headers=HERE)
    cost = len(one)
    for flat in ("31", "34"):
        type_in(client, paper_vote, flat=flat)

    with django_assert_num_queries(cost):
        client.get(papers_url(paper_vote), headers=HERE)


def test_the_vote_s_page_says_to_those_who_run_it_which_papers_wait(paper_vote, vera, olga, anna, client):
    client.force_login(olga)
    type_in(client, paper_vote)

    for person, shown_there in ((olga, True), (vera, True), (anna, False)):
        client.force_login(person)
        page = client.get(paper_vote.get_absolute_url(), headers=HERE).content.decode()
        assert (papers_url(paper_vote) in page) is shown_there
        assert ("1 бюллетень ждёт второго человека" in page) is shown_there
    client.force_login(vera)
    run = client.get(reverse("communities:run", args=[paper_vote.community.slug]), headers=HERE).content.decode()
    assert papers_url(paper_vote) in run
