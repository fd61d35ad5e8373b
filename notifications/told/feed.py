"""Who is told of what happens in the feeds of communities."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communities.models import ActivistRole, Membership
from feed.models import Comment, HideReason, PostKind
from journal.verbs import Verb
from municipalities.models import StaffMember, StaffRole
from notifications.told.line import Line

NOBODY = Q(pk=None)


def _members(event, post) -> Q:
    """Neighbours hear of announcements, outages and events; the rest they meet in the feed."""
    if post.kind not in (PostKind.ANNOUNCEMENT, PostKind.OUTAGE, PostKind.EVENT) or post.is_hidden:
        return NOBODY
    members = Membership.objects.verified().filter(community=post.community_id)
    return Q(pk__in=members.values("user"))


def _author(event, post) -> Q:
    return Q(pk=post.author_id)


def _moderators(event, post) -> Q:
    """Those who may hide it, but never its author; where nobody runs the community, the administrator."""
    town = event.municipality
    activists = ActivistRole.objects.serving(town.today()).filter(community=post.community_id)
    activists = activists.exclude(user=post.author_id)
    if activists.exists() and not post.is_official:
        return Q(pk__in=activists.values("user"))
    return _administrators(event, post) & ~Q(pk=post.author_id)


def _administrators(event, post) -> Q:
    staff = StaffMember.objects.within(event.municipality).serving(event.municipality.today())
    return Q(pk__in=staff.filter(role=StaffRole.ADMINISTRATOR).values("user"))


def _kind(event, post) -> dict[str, str]:
    return {"kind": str(post.get_kind_display()), "place": post.community.title}


def _reason(event, post) -> dict[str, str]:
    code = post.hidden_reason or event.data.get("reason", "")
    return {"reason": str(HideReason(code).label) if code in HideReason.values else gettext("not named")}


def _queue(event, post) -> str:
    return reverse("feed:reports")


def _answer(event, post) -> str:
    """To the words that answered, as far as they are there."""
    said = Comment.objects.filter(pk=event.data.get("comment")).first()
    return said.get_absolute_url() if said else post.get_absolute_url()


TOLD: dict[str, Line] = {
    Verb.POST_PUBLISHED: Line(
        _members, _("News of your community"), _("%(kind)s, %(place)s: “%(title)s”."), details=_kind
    ),
    Verb.POST_ANSWERED: Line(
        _author,
        _("Your question is answered"),
        _("Your question “%(title)s” has an official answer."),
        path=_answer,
    ),
    Verb.POST_HIDDEN: Line(
        _author,
        _("Your post was hidden"),
        _("Your post “%(title)s” was hidden. Reason: %(reason)s. You may dispute it once."),
        details=_reason,
    ),
    Verb.POST_RESTORED: Line(_author, _("Your post is shown again"), _("Your post “%(title)s” is shown again.")),
    Verb.POST_REDACTED: Line(
        _author,
        _("Personal data in your post are hidden"),
        _("A moderator hid personal data in your post “%(title)s”. The other words stay."),
    ),
    Verb.POST_PHOTO_BLURRED: Line(
        _author,
        _("A photo of your post was blurred"),
        _("Faces or number plates in a photo of your post “%(title)s” were blurred."),
        mailed=False,
    ),
    Verb.POST_REPORTED: Line(
        _moderators, _("A complaint about a post"), _("Somebody complains about the post “%(title)s”."), path=_queue
    ),
    Verb.POST_HIDING_APPEALED: Line(
        _administrators,
        _("The hiding of a post is disputed"),
        _("The author disputes the hiding of the post “%(title)s”."),
        path=_queue,
    ),
    Verb.POST_HIDING_UPHELD: Line(
        _author,
        _("The town has decided on your post"),
        _("The town looked at your post “%(title)s” again: it stays hidden."),
    ),
}
