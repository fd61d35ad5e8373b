"""What a person is told of an event, and where it leads."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from communities.actions import may_object_until
from communities.desk.visits import acts_of
from communities.models import DeskVisit, Membership, MembershipObjection, RejectionReason, RoleProposal
from feed.models import AbuseReport, Comment, HideReason
from initiatives.models import GroupMember, Initiative
from journal.verbs import Verb
from notifications.told import TOLD
from notifications.words import WORDS
from voting.models import Vote, VoteKind


@dataclass(frozen=True)
class Message:
    """What is told, in the language and the time zone that are active now; `path` leads to the page of it."""

    subject: str
    text: str
    path: str


def _reason(event, target) -> str:
    code = event.data.get("reason", "")
    if isinstance(target, Membership):
        code = target.rejection_reason or code
        return RejectionReason(code).label if code in RejectionReason.values else gettext("not named")
    if isinstance(target, Vote):
        return target.cancel_reason
    code = getattr(target, "hidden_reason", "") or code
    return HideReason(code).label if code in HideReason.values else gettext("not named")


def _result(vote) -> str:
    if vote.quorum_met is False:
        return gettext("there was no quorum")
    if vote.kind == VoteKind.POLL:
        return gettext("the neighbours have chosen") if vote.passed else gettext("no option has won")
    if vote.kind == VoteKind.BUDGET:
        return gettext("the money is shared") if vote.passed else gettext("no project has got money")
    return gettext("the proposal is accepted") if vote.passed else gettext("the proposal is not accepted")


def _until(moment) -> str:
    return date_format(timezone.localtime(moment), gettext("j F, H:i"))


def _until_when(target) -> str:
    if isinstance(target, Membership):
        until = may_object_until(target)
        return _until(until) if until else ""
    if isinstance(target, Vote):
        return _until(target.closes_at)
    return _until(target.expires_at) if isinstance(target, DeskVisit) else ""


def _place(target) -> str:
    if isinstance(target, MembershipObjection):
        target = target.membership
    return target.community.title if isinstance(target, Membership | RoleProposal) else ""


def _acts(visit) -> str:
    """What was done during a visit, in the words of the journal: they name nobody."""
    return ", ".join(acts_of(visit)) or gettext("nothing")


def _path(event, target) -> str:
    if isinstance(target, DeskVisit):
        return target.get_absolute_url()
    if isinstance(target, MembershipObjection):
        membership = target.membership
        return reverse("communities:objection", args=[membership.community.slug, membership.public_id])
    if isinstance(target, RoleProposal):
        return reverse("communities:roles", args=[target.community.slug])
    if isinstance(target, Membership):
        if event.verb == Verb.MEMBERSHIP_REQUESTED:
            return reverse("communities:requests", args=[target.community.slug])
        if event.verb == Verb.CODE_REDEEMED:
            return reverse("communities:objection", args=[target.community.slug, target.public_id])
        return target.community.get_absolute_url()
    if event.verb == Verb.INITIATIVE_INVITED:
        # A draft has no page for those who have not agreed; the list shows its invitation.
        return reverse("initiatives:list")
    if event.verb in (Verb.COMMENT_REPORTED, Verb.HIDING_APPEALED):
        return reverse("feed:reports")
    if event.verb in (Verb.INITIATIVE_PHOTO_HIDDEN, Verb.PHOTO_HIDING_APPEALED, Verb.PHOTO_HIDING_UPHELD):
        return reverse("initiatives:photos", args=[target.public_id])
    if event.verb in (Verb.VOTE_CHANGE_PROPOSED, Verb.VOTE_CHANGE_DECLINED):
        return reverse("voting:amendment", args=[target.public_id, event.data["amendment"]])
    if isinstance(target, Initiative | Vote | Comment):
        return target.get_absolute_url()
    return reverse("my:page")


def message(event) -> Message | None:
    """The words of an event, or None when its target is no more. Never a choice of a voter: no event holds one."""
    target = event.target
    if event.verb in TOLD and target is not None:
        line = TOLD[event.verb]
        details = {"title": getattr(target, "title", ""), **line.details(event, target)}
        return Message(str(line.subject), str(line.sentence) % details, line.path(event, target))
    words = WORDS.get(event.verb)
    if words is None or target is None:
        return None
    if isinstance(target, AbuseReport):
        target = target.about
    if isinstance(target, GroupMember):
        target = target.initiative
    is_vote = isinstance(target, Vote)
    details = {
        "title": target.thread.title if isinstance(target, Comment) else getattr(target, "title", ""),
        "place": _place(target),
        "person": target.user.public_name if isinstance(target, Membership) else "",
        "since": _until(target.opens_at) if is_vote else "",
        "until": _until_when(target),
        "acts": _acts(target) if event.verb == Verb.DESK_VISIT_ENDED else "",
        "reason": _reason(event, target),
        "result": _result(target) if is_vote else "",
    }
    return Message(str(words.subject), str(words.sentence) % details, _path(event, target))
