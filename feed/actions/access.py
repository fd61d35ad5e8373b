"""Who reads the feed of a community: everybody, or its members only."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from communities.models import CommunityPage, FeedAccess
from core import photos
from core.models import Photo
from feed.models import PostPhoto
from feed.permissions import can_set_feed_access
from journal.actions import record
from journal.verbs import Verb


@transaction.atomic
def set_feed_access(community, *, by, access) -> CommunityPage:
    """Open the feed to everybody, or keep it to members: published copies of its pictures go at once.

    Raises PermissionDenied, ValidationError with code `same`.
    """
    community = (
        CommunityPage.objects.select_for_update(of=["self"]).select_related("municipality").get(pk=community.pk)
    )
    if not can_set_feed_access(by, community):
        raise PermissionDenied
    if access == community.feed_access:
        raise ValidationError(_("It is so already."), code="same")
    CommunityPage.objects.filter(pk=community.pk).update(feed_access=access)
    community.feed_access = access
    shown = PostPhoto.objects.filter(post__community=community, post__hidden_at=None)
    pictures = Photo.objects.filter(pk__in=shown.values("photo"))
    if access == FeedAccess.OPEN:
        photos.publish(pictures)
    else:
        for photo in pictures.filter(is_private=False):
            photos.withdraw(photo)
    record(Verb.FEED_ACCESS_CHANGED, community, by=by, municipality=community.municipality, access=access)
    return community
