"""How a message comes in: what is needed, what is refused, what stays private, what is sent twice."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import User
from appeals import actions
from appeals.actions.filing import PER_DAY, PER_DAY_OF_THE_NEW
from appeals.models import Appeal, AppealCategory, AppealSource, AppealState
from communities.models import FeedAccess
from core import clock
from core.text import public_id
from feed import actions as feed
from feed.models import AuthorBlock, PostKind
from journal.models import Event
from journal.verbs import Verb
from tests.cast import NOON
from tests.pictures import jpeg


def settle(user):
    """As if the account were old."""
    User.objects.filter(pk=user.pk).update(date_joined=NOON - timedelta(days=400))
    user.refresh_from_db()


def test_message_gets_number_department_and_promise(send, roads, anna):
    first, second = send(), send(title="Ещё одна яма")

    assert (first.number, second.number) == (1, 2)
    assert first.department == roads and first.state == AppealState.NEW
    # Monday noon and nine working hours: four till evening, and five of Tuesday with its lunch between.
    assert first.answer_due.astimezone(first.municipality.tz).strftime("%d.%m %H:%M") == "13.10 14:00"
    event = Event.objects.about(first).get()
    assert (event.verb, event.actor_key, event.data) == (Verb.APPEAL_FILED, anna.actor_key, {"source": "site"})


def test_numbers_run_in_each_town(send, palana, semyon):
    send()
    there = actions.file_appeal(
        by=semyon, municipality=palana, title="Мост шатается", source=AppealSource.PHONE, applicant_name="Иван"
    )

    assert there.number == 1 and there.author is None and there.entered_by == semyon


def test_same_key_sent_twice_is_one_message(send):
    key = public_id()

    assert send(key=key) == send(key=key)
    assert Appeal.objects.count() == 1


def test_key_of_somebody_else_gives_nothing_of_theirs(send, boris, lenina):
    key = public_id()
    send(key=key, is_public=False)

    theirs = send(by=boris, key=key)

    assert theirs.author == boris and theirs.public_id != key


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"category": None}, "category"),
        ({"category": "not_ours"}, "category"),
        ({"category": "lawn", "place": "двор"}, "rule_broken"),
        ({"category": "lawn", "rule_broken": "машины на газоне"}, "place"),
        ({"category": "elsewhere"}, "category"),
        ({"photos": [None] * 5}, "photos"),
    ],
)
def test_what_is_missing_is_said_at_its_field(send, not_ours, lawn, palana, fields, name):
    known = {"not_ours": not_ours, "lawn": lawn}
    known["elsewhere"] = AppealCategory.objects.create(municipality=palana, name="Мост")
    if fields.get("category"):
        fields = fields | {"category": known[fields["category"]]}

    with pytest.raises(ValidationError) as refusal:
        send(**fields)

    assert list(refusal.value.error_dict) == [name]
    assert not Appeal.objects.exists()


def test_guests_and_strangers_of_office_send_nothing(send, anna, vera):
    from django.contrib.auth.models import AnonymousUser

    for person, source in ((AnonymousUser(), AppealSource.SITE), (anna, AppealSource.PHONE)):
        with pytest.raises(PermissionDenied):
            send(by=person, source=source)


def test_day_has_a_limit_and_a_new_account_a_smaller_one(send, anna, gleb):
    User.objects.filter(pk=anna.pk).update(date_joined=NOON)
    anna.refresh_from_db()
    for number in range(PER_DAY_OF_THE_NEW):
        send(title=f"Яма {number}")
    with pytest.raises(ValidationError) as refusal:
        send(title="Яма последняя")
    assert refusal.value.code == "too_many"

    settle(anna)
    for number in range(PER_DAY - PER_DAY_OF_THE_NEW):
        send(title=f"Ещё яма {number}")
    with pytest.raises(ValidationError):
        send(title="Яма последняя")
    with clock.set_to(NOON + timedelta(days=1, minutes=1)):
        send(title="Яма на другой день")


def test_blocked_author_is_heard_but_not_published(send, anna, vera, lenina):
    AuthorBlock.objects.create(
        user=anna,
        community=lenina,
        reason="insult",
        until=NOON + timedelta(days=3),
        created_at=NOON,
        created_by=vera,
    )

    with pytest.raises(ValidationError) as refusal:
        send()

    assert refusal.value.code == "blocked"
    assert send(is_public=False).number == 1


def test_pictures_are_public_only_with_the_message(send):
    shown, kept = send(photos=[jpeg()]), send(photos=[jpeg()], is_public=False)

    assert [row.photo.is_private for row in (*shown.photos.all(), *kept.photos.all())] == [False, True]


def test_refused_message_leaves_no_picture(send, not_ours):
    from core.models import Photo

    with pytest.raises(ValidationError):
        send(photos=[jpeg(), jpeg()], category=not_ours)

    assert not Photo.objects.exists()


@pytest.fixture
def post(lenina, anna):
    return feed.publish(
        lenina, by=anna, kind=PostKind.QUESTION, title="Не горит фонарь", text="Второй вечер.", place="у подъезда 2"
    )


@pytest.mark.parametrize("who", ["anna", "vera", "gleb"])
def test_post_becomes_a_message_in_one_act(who, post, potholes, request, anna):
    by = request.getfixturevalue(who)

    appeal = actions.take_from_feed(post, by=by, category=potholes)

    assert (appeal.author, appeal.entered_by, appeal.source, appeal.post) == (anna, by, AppealSource.POST, post)
    assert (appeal.title, appeal.text, appeal.place) == (post.title, post.text, post.place)
    with pytest.raises(ValidationError) as refusal:
        actions.take_from_feed(post, by=by, category=potholes)
    assert refusal.value.code == "taken"


def test_stranger_makes_nothing_of_a_post(post, boris, potholes):
    with pytest.raises(PermissionDenied):
        actions.take_from_feed(post, by=boris, category=potholes)


def test_closed_feed_gives_a_private_message(post, lenina, anna, potholes):
    lenina.feed_access = FeedAccess.MEMBERS
    lenina.save()
    post.refresh_from_db()

    assert not actions.take_from_feed(post, by=anna, category=potholes).is_public
