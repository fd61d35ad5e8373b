"""Who is told of what: one function per verb, as a condition on people (decision 29).

Conditions hold subqueries, never lists of ids, so that a roll of thousands is one query. The person who did it is
left out by the caller. What stands in no table here is told to nobody.
"""

from django.db.models import Q

from communities.models import ActivistRole
from feed.models import Comment
from initiatives.models import Follow, GroupMember, Initiative
from journal.verbs import Verb
from municipalities.models import StaffMember, StaffRole
from voting.models import RollEntry


def _staff(municipality_id, *roles) -> Q:
    return Q(pk__in=StaffMember.objects.filter(municipality=municipality_id, role__in=roles).values("user"))


def _leaders(community_id, municipality_id, but=None) -> Q:
    """Activists other than the person concerned; where there is none, the administrator (decision 10)."""
    roles = ActivistRole.objects.filter(community=community_id, revoked_at=None).exclude(user=but)
    if roles.exists():
        return Q(pk__in=roles.values("user"))
    return _staff(municipality_id, StaffRole.ADMINISTRATOR) & ~Q(pk=but)


def _stakeholders(initiatives) -> Q:
    """Authors, those of their groups who agreed, and followers."""
    group = GroupMember.objects.filter(initiative__in=initiatives, agreed_at__isnull=False)
    return (
        Q(pk__in=initiatives.exclude(author=None).values("author"))
        | Q(pk__in=group.values("user"))
        | Q(pk__in=Follow.objects.filter(initiative__in=initiatives).values("user"))
    )


def _same(initiative):
    return Initiative.objects.filter(pk=initiative.pk)


def author(event, initiative) -> Q:
    return Q(pk=initiative.author_id)


def stakeholders(event, initiative) -> Q:
    return _stakeholders(_same(initiative))


def reviewers(event, initiative) -> Q:
    return _leaders(initiative.community_id, initiative.municipality_id, but=initiative.author_id)


def author_and_leaders(event, initiative) -> Q:
    return author(event, initiative) | _leaders(initiative.community_id, initiative.municipality_id)


def deciders(event, initiative) -> Q:
    return _staff(event.municipality_id, StaffRole.CONTROLLER, StaffRole.HEAD)


def voters_and_stakeholders(event, vote) -> Q:
    """Everybody on the roll, and those who follow what the vote is about."""
    about = Initiative.objects.filter(Q(vote=vote) | Q(past_votes=vote))
    return Q(actor_key__in=RollEntry.objects.filter(vote=vote).values("voter_key")) | _stakeholders(about)


def applicant(event, membership) -> Q:
    return Q(pk=membership.user_id)


def verifiers(event, membership) -> Q:
    return _leaders(membership.community_id, event.municipality_id, but=membership.user_id)


def themselves(event, user) -> Q:
    return Q(pk=user.pk)


def replied_to(event, comment) -> Q:
    """The person whose words were answered."""
    return Q(pk=comment.parent.author_id) if comment.parent_id else Q(pk=None)


def waiting_for_answer(event, comment) -> Q:
    """An official answer is heard by the person answered and by all who follow what is discussed."""
    about = Initiative.objects.filter(thread=comment.thread_id)
    return replied_to(event, comment) | _stakeholders(about)


def commentator(event, comment) -> Q:
    return Q(pk=comment.author_id)


def moderators(event, comment) -> Q:
    """Those who may hide it, but never the author of what is complained about."""
    return _leaders(comment.thread.community_id, event.municipality_id, but=comment.author_id)


def administrators(event, target) -> Q:
    return _staff(event.municipality_id, StaffRole.ADMINISTRATOR)


AUDIENCE = {
    Verb.MEMBERSHIP_REQUESTED: verifiers,
    Verb.MEMBERSHIP_VERIFIED: applicant,
    Verb.MEMBERSHIP_REJECTED: applicant,
    Verb.ROLE_GIVEN: themselves,
    Verb.ROLE_TAKEN: themselves,
    Verb.INITIATIVE_SUBMITTED: reviewers,
    Verb.INITIATIVE_ACCEPTED: author,
    Verb.INITIATIVE_SENT_BACK: author,
    Verb.INITIATIVE_THRESHOLD_REACHED: author_and_leaders,
    Verb.INITIATIVE_ADDED_TO: stakeholders,
    Verb.INITIATIVE_CHANGED: stakeholders,
    Verb.INITIATIVE_SENT_TO_ADMINISTRATION: deciders,
    Verb.INITIATIVE_VOTE_PASSED: deciders,
    Verb.INITIATIVE_REWORKED: deciders,
    Verb.INITIATIVE_OPINION_GIVEN: stakeholders,
    Verb.INITIATIVE_APPROVED: stakeholders,
    Verb.INITIATIVE_DECLINED: stakeholders,
    Verb.INITIATIVE_RETURNED: stakeholders,
    Verb.INITIATIVE_WORK_STARTED: stakeholders,
    Verb.INITIATIVE_STAGE_REPORTED: stakeholders,
    Verb.INITIATIVE_COMPLETED: stakeholders,
    Verb.INITIATIVE_WITHDRAWN: stakeholders,
    Verb.INITIATIVE_ARCHIVED: stakeholders,
    Verb.INITIATIVE_PASSED_ON: author,
    Verb.INITIATIVE_PHOTO_HIDDEN: author,
    Verb.HELP_OFFERED: author,
    Verb.COMMENTED: replied_to,
    Verb.OFFICIALLY_ANSWERED: waiting_for_answer,
    Verb.COMMENT_HIDDEN: commentator,
    Verb.COMMENT_RESTORED: commentator,
    Verb.COMMENT_REPORTED: moderators,
    Verb.HIDING_APPEALED: administrators,
    Verb.AUTHOR_BLOCKED: themselves,
    Verb.VOTE_OPENED: voters_and_stakeholders,
    Verb.VOTE_COUNTED: voters_and_stakeholders,
    Verb.VOTE_CANCELLED: voters_and_stakeholders,
}


def audience(event) -> Q | None:
    """The people to be told, or None when nobody is."""
    rule = AUDIENCE.get(event.verb)
    target = event.target
    if rule is None or target is None:
        return None
    # A complaint is about its comment, however the journal names it.
    if rule in COMMENT_RULES and not isinstance(target, Comment):
        target = target.comment
    return rule(event, target)


COMMENT_RULES = (replied_to, waiting_for_answer, commentator, moderators)
