"""What people are told: a subject without personal data, a sentence, and whether a letter goes besides the inbox."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communities.models import Membership, RejectionReason
from feed.models import AbuseReport, Comment, HideReason
from initiatives.models import Initiative
from journal.verbs import Verb
from voting.models import Vote


@dataclass(frozen=True)
class Words:
    """`sentence` may name %(title)s, %(place)s, %(until)s, %(reason)s and %(result)s."""

    subject: Promise
    sentence: Promise
    mailed: bool = True


WORDS = {
    Verb.MEMBERSHIP_REQUESTED: Words(_("A neighbour asks to join"), _("A neighbour asks to join “%(place)s”.")),
    Verb.MEMBERSHIP_VERIFIED: Words(
        _("You are a member now"), _("You are a member of “%(place)s” now: vote and propose initiatives.")
    ),
    Verb.MEMBERSHIP_REJECTED: Words(
        _("Your request to join was answered"),
        _("Your request to join “%(place)s” was refused. Reason: %(reason)s. You may ask again."),
    ),
    Verb.ROLE_GIVEN: Words(_("You have a new role"), _("You were given a new role. See what it lets you do.")),
    Verb.ROLE_TAKEN: Words(_("A role was taken away"), _("One of your roles was taken away.")),
    Verb.INITIATIVE_SUBMITTED: Words(
        _("An initiative waits for review"), _("The initiative “%(title)s” waits for your review.")
    ),
    Verb.INITIATIVE_ACCEPTED: Words(
        _("Your initiative is published"), _("The initiative “%(title)s” is published: neighbours can support it.")
    ),
    Verb.INITIATIVE_SENT_BACK: Words(
        _("Your initiative was sent back"), _("The initiative “%(title)s” was sent back. Read what to mend.")
    ),
    Verb.INITIATIVE_THRESHOLD_REACHED: Words(
        _("The initiative has enough support"), _("Enough neighbours support “%(title)s”: it can be put to the vote.")
    ),
    Verb.INITIATIVE_ADDED_TO: Words(
        _("The author added to an initiative"), _("The author added to the initiative “%(title)s”."), mailed=False
    ),
    Verb.INITIATIVE_CHANGED: Words(
        _("An initiative changed"),
        _("The author changed the initiative “%(title)s”, and support starts anew. Read it and support it again."),
    ),
    Verb.INITIATIVE_SENT_TO_ADMINISTRATION: Words(
        _("An initiative waits for a decision"),
        _("The initiative “%(title)s” waits for the administration's decision."),
    ),
    Verb.INITIATIVE_VOTE_PASSED: Words(
        _("An initiative waits for a decision"),
        _("Neighbours voted for “%(title)s”: it waits for the administration's decision."),
    ),
    Verb.INITIATIVE_REWORKED: Words(
        _("An initiative waits for a decision"), _("The author reworked “%(title)s” and sent it again.")
    ),
    Verb.INITIATIVE_OPINION_GIVEN: Words(
        _("The administration gave its opinion"), _("The administration gave a preliminary opinion on “%(title)s”.")
    ),
    Verb.INITIATIVE_APPROVED: Words(
        _("The administration approved the initiative"), _("The administration approved the initiative “%(title)s”.")
    ),
    Verb.INITIATIVE_DECLINED: Words(
        _("The administration declined the initiative"),
        _("The administration declined the initiative “%(title)s” and explained why."),
    ),
    Verb.INITIATIVE_RETURNED: Words(
        _("The initiative was returned for rework"),
        _("The administration returned “%(title)s” for rework and explained why."),
    ),
    Verb.INITIATIVE_WORK_STARTED: Words(_("Work began"), _("Work on the initiative “%(title)s” began.")),
    Verb.INITIATIVE_STAGE_REPORTED: Words(
        _("A stage of work is done"), _("A stage of work on “%(title)s” is done."), mailed=False
    ),
    Verb.INITIATIVE_COMPLETED: Words(
        _("The initiative is carried out"), _("The initiative “%(title)s” is carried out. See what came of it.")
    ),
    Verb.INITIATIVE_WITHDRAWN: Words(
        _("The author withdrew an initiative"), _("The author withdrew the initiative “%(title)s”."), mailed=False
    ),
    Verb.INITIATIVE_ARCHIVED: Words(
        _("An initiative was put in the archive"), _("The initiative “%(title)s” was put in the archive.")
    ),
    Verb.INITIATIVE_PASSED_ON: Words(
        _("You lead an initiative now"), _("The initiative “%(title)s” was passed on to you: you lead it now.")
    ),
    Verb.INITIATIVE_PHOTO_HIDDEN: Words(
        _("A photo of your initiative was hidden"),
        _("A photo of the initiative “%(title)s” was hidden. Reason: %(reason)s."),
    ),
    Verb.HELP_OFFERED: Words(
        _("A neighbour offers help"), _("A neighbour offers help with the initiative “%(title)s”.")
    ),
    Verb.COMMENTED: Words(_("Your comment was answered"), _("Your comment was answered: “%(title)s”.")),
    Verb.OFFICIALLY_ANSWERED: Words(
        _("The administration answered"), _("The administration answered in the discussion “%(title)s”.")
    ),
    Verb.COMMENT_HIDDEN: Words(
        _("Your comment was hidden"),
        _("Your comment in the discussion “%(title)s” was hidden. Reason: %(reason)s. You may dispute it once."),
    ),
    Verb.COMMENT_RESTORED: Words(
        _("Your comment is shown again"), _("Your comment in the discussion “%(title)s” is shown again.")
    ),
    Verb.COMMENT_REPORTED: Words(
        _("A complaint about a comment"), _("Somebody complains about a comment in the discussion “%(title)s”.")
    ),
    Verb.HIDING_APPEALED: Words(
        _("The hiding of a comment is disputed"), _("The author disputes the hiding of a comment: “%(title)s”.")
    ),
    Verb.AUTHOR_BLOCKED: Words(
        _("You may not write for a time"),
        _("A moderator does not let you write in your community for a time. Reason: %(reason)s."),
    ),
    Verb.VOTE_OPENED: Words(_("A vote has opened"), _("The vote “%(title)s” is open until %(until)s.")),
    Verb.VOTE_COUNTED: Words(_("The results of a vote are in"), _("The vote “%(title)s” has ended: %(result)s.")),
    Verb.VOTE_CANCELLED: Words(
        _("A vote was called off"), _("The vote “%(title)s” was called off. Reason: %(reason)s")
    ),
}


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
    return gettext("the proposal is accepted") if vote.passed else gettext("the proposal is not accepted")


def _until(moment) -> str:
    return date_format(timezone.localtime(moment), gettext("j F, H:i"))


def _path(event, target) -> str:
    if isinstance(target, Membership):
        if event.verb == Verb.MEMBERSHIP_REQUESTED:
            return reverse("communities:requests", args=[target.community.slug])
        return target.community.get_absolute_url()
    if event.verb in (Verb.COMMENT_REPORTED, Verb.HIDING_APPEALED):
        return reverse("feed:reports")
    if isinstance(target, Initiative | Vote | Comment):
        return target.get_absolute_url()
    return reverse("my:page")


def message(event) -> Message | None:
    """The words of an event, or None when its target is no more. Never a choice of a voter: no event holds one."""
    words, target = WORDS.get(event.verb), event.target
    if words is None or target is None:
        return None
    if isinstance(target, AbuseReport):
        target = target.comment
    is_vote = isinstance(target, Vote)
    details = {
        "title": target.thread.title if isinstance(target, Comment) else getattr(target, "title", ""),
        "place": target.community.title if isinstance(target, Membership) else "",
        "until": _until(target.closes_at) if is_vote else "",
        "reason": _reason(event, target),
        "result": _result(target) if is_vote else "",
    }
    return Message(str(words.subject), str(words.sentence) % details, _path(event, target))
