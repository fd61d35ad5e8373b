"""A message comes in: from the site, from a post in the feed, by telephone, at the reception, at a meeting."""

from contextlib import contextmanager
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from appeals import permissions as may
from appeals.actions import clocks
from appeals.models import Appeal, AppealPhoto, AppealSource
from communities.models import FeedAccess
from core import clock, photos
from core.text import ALPHABET, PUBLIC_ID_LENGTH, one_line, public_id
from feed.actions.writing import check_may_write
from journal.actions import record
from journal.verbs import Verb
from municipalities.models import Municipality

PHOTO_LIMIT = 4
DESCRIPTION_LENGTH = 200
PER_DAY = 10
# Of an account that is younger than a day: most who send much at once have just registered for that.
PER_DAY_OF_THE_NEW = 3
BY_ITSELF = object()


def is_key(key: str) -> bool:
    """Whether this looks like the public id that a form gave to the message to come."""
    return len(key) == PUBLIC_ID_LENGTH and set(key) <= set(ALPHABET)


def file_appeal(
    *,
    by,
    municipality,
    title: str,
    text: str = "",
    category=None,
    community=None,
    department=None,
    place: str = "",
    latitude: float | None = None,
    longitude: float | None = None,
    is_public: bool = True,
    source: str = AppealSource.SITE,
    photos=(),
    author=BY_ITSELF,
    applicant_name: str = "",
    applicant_contact: str = "",
    post=None,
    rule_broken: str = "",
    key: str = "",
) -> Appeal:
    """Send a message to the administration. A repeat with the same `key` gives the same message.

    `author` is `by` on the site; for others it is named, or None for an applicant without an account. `photos` are
    uploads: they are worked on before the transaction, which would hold up every writer of the town meanwhile.

    Raises PermissionDenied; ValidationError with code `not_ours` for what is not the administration's job, `category`,
    `community`, `department`, `rule`, `place`, `too_many` (messages of a day, or pictures), `blocked`, and as
    `core.photos.take_in` does.
    """
    for_another = source not in (AppealSource.SITE, AppealSource.POST)
    if author is BY_ITSELF:
        author = None if for_another else by
    if not may.can_file_as(by, source, municipality, community):
        raise PermissionDenied
    sent = Appeal.objects.filter(entered_by=by, public_id=key).first() if is_key(key) else None
    if sent is not None:
        return sent
    _check_parts(municipality, category, community, department)
    if category is not None or source != AppealSource.MEETING:
        _check_words(category, by, municipality, rule_broken, place)
    if len(photos) > PHOTO_LIMIT:
        raise ValidationError(
            {"photos": ValidationError(_("No more than %(limit)s pictures."), "too_many", {"limit": PHOTO_LIMIT})}
        )
    at = clock.now()
    appeal = Appeal(
        municipality=municipality,
        community=community,
        author=author,
        entered_by=by,
        applicant_name=applicant_name.strip(),
        applicant_contact=applicant_contact.strip(),
        source=source,
        category=category,
        department=department or (category.department if category else None),
        title=title.strip(),
        text=text.strip(),
        rule_broken=rule_broken.strip(),
        place=place.strip(),
        latitude=latitude,
        longitude=longitude,
        is_public=is_public,
        post=post,
    )
    with _pictures(photos, by, appeal) as pictures:
        return _put(appeal, by=by, at=at, key=key, pictures=pictures)


def _check_parts(municipality, category, community, department) -> None:
    """Everything named belongs to this town."""
    for name, row, words in (
        ("category", category, _("There is no such category in this town.")),
        ("community", community, _("There is no such community in this town.")),
        ("department", department, _("There is no such department in this town.")),
    ):
        if row is not None and row.municipality_id != municipality.pk:
            raise ValidationError({name: ValidationError(words, code=name)})


def _check_words(category, by, municipality, rule_broken, place) -> None:
    if category is None:
        if not may.can_file_unsorted(by, municipality):
            raise ValidationError({"category": ValidationError(_("Choose what it is about."), code="category")})
        return
    if category.department_id is None:
        raise ValidationError(
            {"category": ValidationError(_("This is not the administration's job: see whose it is."), code="not_ours")}
        )
    if not category.is_active and not may.can_file_unsorted(by, municipality):
        raise ValidationError({"category": ValidationError(_("Choose what it is about."), code="category")})
    if category.is_violation:
        if not rule_broken.strip():
            raise ValidationError({"rule_broken": ValidationError(_("Say which rule is broken."), code="rule")})
        if not place.strip():
            raise ValidationError({"place": ValidationError(_("Say where it is."), code="place")})


@contextmanager
def _pictures(uploads, by, appeal):
    """The pictures, taken in; those that found no place are not kept."""
    taken = []
    try:
        for number, upload in enumerate(uploads, start=1):
            words = one_line(f"{appeal.title} ({number})" if len(uploads) > 1 else appeal.title)
            taken.append(
                photos.take_in(
                    upload,
                    by=by,
                    description=words[:DESCRIPTION_LENGTH],
                    collection=appeal.municipality.collection,
                    is_private=True,
                )
            )
        yield taken
    except Exception:
        for photo in taken:
            photo.delete()
        raise


@transaction.atomic
def _put(appeal, *, by, at, key, pictures) -> Appeal:
    # The row of the town is held: numbers run without gaps and doubles.
    town = Municipality.objects.select_for_update().get(pk=appeal.municipality_id)
    _check_limits(appeal, by, at)
    appeal.number = (Appeal.objects.within(town).aggregate(last=Max("number"))["last"] or 0) + 1
    appeal.created_at = appeal.state_changed_at = at
    clocks.start(appeal, at)
    if is_key(key):
        appeal.public_id = key
    try:
        with transaction.atomic():
            appeal.save()
    except IntegrityError:
        repeated = Appeal.objects.filter(entered_by=by, public_id=key).first()
        if repeated is not None:
            for photo in pictures:
                photo.delete()
            return repeated
        if appeal.post is not None and Appeal.objects.filter(post=appeal.post).exists():
            raise
        # Somebody else's id, guessed or copied with a page: this one gets its own.
        appeal.public_id = public_id()
        appeal.save()
    AppealPhoto.objects.bulk_create(
        AppealPhoto(appeal=appeal, photo=photo, order=order) for order, photo in enumerate(pictures)
    )
    if appeal.is_public and pictures:
        photos.publish(pictures)
    record(Verb.APPEAL_FILED, appeal, by=by, municipality=town, at=at, source=appeal.source)
    return appeal


def _check_limits(appeal, by, at) -> None:
    """Officials write down what others say and are not held back; a blocked author is heard, but not published.

    An activist speaks for neighbours within the limits of any resident: a role is no way round them.
    """
    for_neighbours = appeal.source == AppealSource.ACTIVIST
    if not for_neighbours and (appeal.author_id != by.pk or may.can_file_for(by, appeal.municipality)):
        return
    if appeal.is_public and appeal.community is not None:
        check_may_write(by, appeal.community, now=at)
    day_ago = at - timedelta(days=1)
    limit = PER_DAY_OF_THE_NEW if by.date_joined > day_ago else PER_DAY
    sent = Appeal.objects.filter(created_at__gt=day_ago)
    sent = sent.filter(entered_by=by, source=appeal.source) if for_neighbours else sent.filter(author=by)
    if sent.count() >= limit:
        raise ValidationError(
            _("That is enough messages for one day. Please come back tomorrow; what is urgent, tell by telephone."),
            code="too_many",
        )


def take_from_feed(post, *, by, category=None, is_public: bool = True, **fields) -> Appeal:
    """Make a message of a post in one act: its words, place and pictures; the author of the post is its author.

    What only members of the community may read stays between the author and the administration.

    Raises PermissionDenied; ValidationError with code `taken` or `hidden`, and as `file_appeal` does.
    """
    if not may.can_take_from_feed(by, post):
        raise PermissionDenied
    if post.hidden_at is not None:
        raise ValidationError(_("This post is hidden."), code="hidden")
    if Appeal.objects.filter(post=post).exists():
        raise ValidationError(_("A message was made of this post already."), code="taken")
    with _copies(post) as uploads:
        try:
            return file_appeal(
                by=by,
                municipality=post.municipality,
                community=post.community,
                category=category,
                title=fields.pop("title", post.title),
                text=fields.pop("text", post.text),
                place=fields.pop("place", "") or post.place,
                is_public=is_public and post.community.feed_access == FeedAccess.OPEN,
                source=AppealSource.POST,
                author=post.author,
                post=post,
                photos=uploads,
                **fields,
            )
        except IntegrityError as error:
            raise ValidationError(_("A message was made of this post already."), code="taken") from error


@contextmanager
def _copies(post):
    """The pictures of a post, opened to be taken in once more: a message and a post part with theirs separately."""
    files = [row.photo.file.open("rb") for row in post.photos.select_related("photo")[:PHOTO_LIMIT]]
    try:
        yield files
    finally:
        for file in files:
            file.close()
