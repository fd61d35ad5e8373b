"""Publishing in the feed of a community, answering there, correcting what was published."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from communities.models import CommunityPage, FeedAccess
from core import clock, photos
from feed import permissions
from feed.actions.speaking import speak_officially
from feed.actions.threads import open_thread, start_thread
from feed.actions.writing import REPEAT, check_may_write, comment
from feed.models import Comment, PollOption, Post, PostKind, PostPhoto, PostRevision, Service
from journal.actions import record
from journal.verbs import Verb
from municipalities.working import due_at

# More than this is a quarrel or a machine; those who speak officially are not held back.
POSTS_PER_DAY = 10
PHOTO_LIMIT = 6
FEWEST_OPTIONS, MOST_OPTIONS = 2, 6
LONGEST_POLL = timedelta(days=60)
LONGEST_AHEAD = timedelta(days=366)
MOST_ENTRANCES = 99
# The fields of words, which stay readable after a correction.
WORDS = ("title", "text", "place", "starts_at", "ends_at")


def _fit(post, *, now) -> None:
    """Keep what the kind of a post has, and refuse what does not go together."""
    if post.kind in (PostKind.OUTAGE, PostKind.EVENT):
        if post.starts_at is None:
            raise ValidationError({"starts_at": ValidationError(_("Say when it begins."), code="starts_at")})
        if post.ends_at is not None and post.ends_at <= post.starts_at:
            raise ValidationError({"ends_at": ValidationError(_("It ends before it begins."), code="ends_at")})
        if max(post.starts_at, post.ends_at or post.starts_at) > now + LONGEST_AHEAD:
            raise ValidationError({"starts_at": ValidationError(_("That is too far ahead."), code="too_far")})
    elif post.kind == PostKind.POLL:
        post.starts_at = post.created_at
        if post.ends_at is None or not now < post.ends_at <= now + LONGEST_POLL:
            raise ValidationError(
                {"ends_at": ValidationError(_("A poll ends later than now, within 60 days."), code="ends_at")}
            )
    else:
        post.starts_at = post.ends_at = None
    if post.kind != PostKind.OUTAGE:
        post.entrances, post.services = [], []
    most = post.community.entrances or MOST_ENTRANCES
    post.entrances = sorted(set(post.entrances))
    if not all(1 <= number <= most for number in post.entrances):
        raise ValidationError(
            {"entrances": ValidationError(_("There is no such entrance in this building."), code="entrances")}
        )
    post.services = [name for name in Service.values if name in post.services]


def _options(kind, options) -> list[str]:
    texts = list(dict.fromkeys(text.strip() for text in options if text.strip())) if kind == PostKind.POLL else []
    if kind == PostKind.POLL and not FEWEST_OPTIONS <= len(texts) <= MOST_OPTIONS:
        raise ValidationError(
            {"options": ValidationError(_("A poll has from 2 to 6 different answers."), code="options")}
        )
    return texts


def _locked(post) -> Post:
    return Post.objects.with_thread().select_for_update(of=["self"]).get(pk=post.pk)


@transaction.atomic
def publish(
    community,
    *,
    by,
    kind,
    title,
    text="",
    place="",
    starts_at=None,
    ends_at=None,
    entrances=(),
    services=(),
    options=(),
    photos_taken=(),
    on_behalf=None,
) -> Post:
    """Put something in the feed of a community; a question gets the date by which the administration answers.

    `on_behalf` says whether these are official words; None leaves it to the role: members speak for themselves where
    they may. `photos_taken` are photos that `core.photos` took in as private ones. The same words sent twice at once
    are one post. Raises PermissionDenied, ValidationError with code `blocked`, `too_often` or `photo`, or with the
    errors of fields.
    """
    community = (
        CommunityPage.objects.select_for_update(of=["self"]).select_related("municipality").get(pk=community.pk)
    )
    if on_behalf is None:
        on_behalf = kind not in permissions.kinds_for(by, community)
    if kind not in permissions.kinds_for(by, community, official=on_behalf):
        raise PermissionDenied
    now = clock.now()
    check_may_write(by, community, now=now)
    title, text = title.strip(), text.strip()
    mine = Post.objects.filter(author=by)
    repeated = mine.filter(
        community=community, kind=kind, title=title, text=text, hidden_at=None, created_at__gt=now - REPEAT
    ).first()
    if repeated is not None:
        return repeated
    if not on_behalf and mine.filter(created_at__gt=now - timedelta(days=1)).count() >= POSTS_PER_DAY:
        raise ValidationError(_("That is enough posts for one day. Please come back tomorrow."), code="too_often")
    if kind == PostKind.PHOTO and not photos_taken:
        raise ValidationError({"photo": ValidationError(_("Choose at least one picture."), code="photo")})
    if len(photos_taken) > PHOTO_LIMIT:
        raise ValidationError(_("No more than %(limit)s pictures."), code="too_many", params={"limit": PHOTO_LIMIT})
    texts = _options(kind, options)
    post = Post(
        municipality=community.municipality,
        community=community,
        author=by,
        kind=kind,
        title=title,
        text=text,
        place=place.strip(),
        starts_at=starts_at,
        ends_at=ends_at,
        entrances=list(entrances),
        services=list(services),
        created_at=now,
        active_at=now,
    )
    _fit(post, now=now)
    if on_behalf:
        speak_officially(post, by, community)
    if kind == PostKind.QUESTION:
        town = community.municipality
        post.answer_due = due_at(town, now, town.question_hours, "hours")
    url = post.get_absolute_url()
    post.thread = open_thread(start_thread(community, title=title, url=url, in_feed=True))
    post.save()
    PollOption.objects.bulk_create(
        PollOption(post=post, text=text[:120], order=number) for number, text in enumerate(texts)
    )
    PostPhoto.objects.bulk_create(
        PostPhoto(post=post, photo=photo, order=number) for number, photo in enumerate(photos_taken)
    )
    if community.feed_access == FeedAccess.OPEN:
        photos.publish(photos_taken)
    record(
        Verb.POST_PUBLISHED,
        post,
        by=by,
        municipality=community.municipality,
        community=community.pk,
        kind=kind,
        official=post.is_official,
    )
    return post


def reply(post, *, by, text, on_behalf=False) -> Comment:
    """Say something under a post; official words under a question stop its clock.

    Raises as `feed.actions.comment` does.
    """
    return comment(post.thread, by=by, text=text, official=on_behalf)


@transaction.atomic
def edit_post(post, *, by, **fields) -> Post:
    """Correct one's own post (`WORDS`, `entrances`, `services`); what it said stays readable.

    The same words change nothing. Raises PermissionDenied for all but the author, ValidationError with code `blocked`
    or `answered` (a poll that has voices) or with the errors of fields.
    """
    post = _locked(post)
    if not permissions.can_edit(by, post):
        raise PermissionDenied
    now = clock.now()
    check_may_write(by, post.community_id, now=now)
    before = {name: getattr(post, name) for name in WORDS}
    lists = (post.entrances, post.services)
    for name in (*WORDS, "entrances", "services"):
        if name in fields:
            value = fields[name]
            setattr(post, name, value.strip() if isinstance(value, str) else value)
    if post.is_poll:
        if post.voices.exists():
            raise ValidationError(_("Neighbours have answered this poll already."), code="answered")
        post.starts_at, post.ends_at = before["starts_at"], before["ends_at"]
    else:
        _fit(post, now=now)
    changed = {name for name in WORDS if getattr(post, name) != before[name]}
    if not changed and lists == (post.entrances, post.services):
        return post
    PostRevision.objects.create(post=post, written_at=post.edited_at or post.created_at, **before)
    post.edited_at = now
    post.save(update_fields=[*WORDS, "entrances", "services", "edited_at"])
    if "title" in changed:
        post.thread.title = post.title
        post.thread.save(update_fields=["title"])
    record(Verb.POST_EDITED, post, by=by, municipality=post.municipality, community=post.community_id)
    return post
