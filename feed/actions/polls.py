"""Quick polls: one voice per person, closed by the clock or earlier by its author."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from feed import permissions
from feed.models import PollVoice, Post
from journal.actions import record
from journal.verbs import Verb


def _locked(post) -> Post:
    return Post.objects.with_thread().select_for_update(of=["self"]).get(pk=post.pk)


def _check_open(post, now) -> None:
    if post.ends_at <= now:
        raise ValidationError(_("This poll is over."), code="over")


@transaction.atomic
def vote_in_poll(post, *, by, option) -> PollVoice:
    """Choose one of the answers; until the poll ends the choice may be changed.

    Raises PermissionDenied for all but members, ValidationError with code `over` or `option` (of another poll).
    """
    post = _locked(post)
    if not permissions.can_vote_in_poll(by, post):
        raise PermissionDenied
    _check_open(post, clock.now())
    chosen = post.options.filter(pk=option).first()
    if chosen is None:
        raise ValidationError(_("Choose one of the answers."), code="option")
    voice, created = PollVoice.objects.update_or_create(post=post, user=by, defaults={"option": chosen})
    if created:
        # The journal knows that somebody took part, and never what they chose.
        record(Verb.POLL_ANSWERED, post, by=by, municipality=post.municipality, community=post.community_id)
    return voice


@transaction.atomic
def close_poll(post, *, by) -> Post:
    """End a poll before its time. Raises PermissionDenied, ValidationError with code `over`."""
    post = _locked(post)
    if not permissions.can_close_poll(by, post):
        raise PermissionDenied
    now = clock.now()
    _check_open(post, now)
    post.ends_at = now
    post.save(update_fields=["ends_at"])
    record(Verb.POLL_CLOSED, post, by=by, municipality=post.municipality, community=post.community_id)
    return post
