"""Who is told of what: one function per verb, as a condition on people (decision 29).

Conditions hold subqueries, never lists of ids, so that a roll of thousands is one query. The person who did it is
left out by the caller. What stands in no table here is told to nobody.
"""

from django.db.models import Exists, OuterRef, Q

from communities.models import ActivistRole, Membership
from feed.models import Comment, Post
from initiatives.models import Follow, GroupMember, Initiative
from journal.verbs import Verb
from municipalities.models import StaffMember, StaffRole
from notifications.told import TOLD
from voting.models import Participation, RollVoter, VoteState


def _staff(town, *roles) -> Q:
    serving = StaffMember.objects.within(town).serving(town.today())
    return Q(pk__in=serving.filter(role__in=roles).values("user"))


def _leaders(community_id, town, *but) -> Q:
    """Activists other than the people concerned; where there is none, the administrator (decision 10)."""
    roles = ActivistRole.objects.serving(town.today()).filter(community=community_id).exclude(user__in=but)
    if roles.exists():
        return Q(pk__in=roles.values("user"))
    return _staff(town, StaffRole.ADMINISTRATOR) & ~Q(pk__in=but)


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
    return _leaders(initiative.community_id, event.municipality, initiative.author_id)


def author_and_leaders(event, initiative) -> Q:
    return author(event, initiative) | _leaders(initiative.community_id, event.municipality)


def deciders(event, initiative) -> Q:
    return _staff(event.municipality, StaffRole.CONTROLLER, StaffRole.HEAD)


def voters_and_stakeholders(event, vote) -> Q:
    """Everybody on the roll, and those who follow what the vote is about."""
    about = Initiative.objects.filter(Q(vote=vote) | Q(past_votes=vote))
    return Q(actor_key__in=RollVoter.objects.filter(entry__vote=vote).values("voter_key")) | _stakeholders(about)


def members_and_stakeholders(event, vote) -> Q:
    """Those who can expect to be on the roll; nobody when the vote has opened already, which tells them anyway."""
    if vote.state != VoteState.SCHEDULED:
        return Q(pk=None)
    members = Membership.objects.verified().filter(community__in=vote.electorate.values("pk"))
    about = Initiative.objects.filter(vote=vote)
    return Q(pk__in=members.values("user")) | _stakeholders(about)


def those_who_have_not_voted(event, vote) -> Q:
    """Whoever may cast a vote of the roll that nobody has cast: of a flat all, until one of them votes."""
    if vote.state != VoteState.OPEN:
        return Q(pk=None)
    marks = Participation.objects.filter(vote=vote, entry=OuterRef("entry"))
    idle = RollVoter.objects.filter(~Exists(marks), entry__vote=vote)
    return Q(actor_key__in=idle.values("voter_key"))


def second_people(event, vote) -> Q:
    """Those who may confirm a change of an open vote: the other activists and the administrators."""
    activists = ActivistRole.objects.serving(event.municipality.today()).filter(community=vote.community_id)
    return Q(pk__in=activists.values("user")) | _staff(event.municipality, StaffRole.ADMINISTRATOR)


def amender(event, vote) -> Q:
    return Q(pk__in=vote.amendments.filter(public_id=event.data["amendment"]).values("proposed_by"))


def applicant(event, membership) -> Q:
    return Q(pk=membership.user_id)


def verifiers(event, membership) -> Q:
    return _leaders(membership.community_id, event.municipality, membership.user_id)


def flatmates(event, membership) -> Q:
    """Confirmed members of the flat that somebody joined by a code."""
    if membership.premises_id is None:
        return Q(pk=None)
    same = Membership.objects.verified().filter(premises=membership.premises_id).exclude(user=membership.user_id)
    return Q(pk__in=same.values("user"))


def judges_and_accused(event, objection) -> Q:
    """Who decides is neither who objects nor who is objected to; the latter is told what stopped the membership."""
    person = objection.membership.user_id
    return _leaders(objection.membership.community_id, event.municipality, person, objection.by_id) | Q(pk=person)


def objector(event, objection) -> Q:
    return Q(pk=objection.by_id)


def both_sides(event, objection) -> Q:
    return Q(pk__in=(objection.by_id, objection.membership.user_id))


def themselves(event, user) -> Q:
    return Q(pk=user.pk)


def invited(event, place) -> Q:
    """Who was called into an initiative group and has not answered."""
    return Q(pk=place.user_id) if place.agreed_at is None else Q(pk=None)


def replied_to(event, comment) -> Q:
    """The person whose words were answered; under a post, its author, who hears of the first official answer apart."""
    if comment.parent_id:
        return Q(pk=comment.parent.author_id)
    posts = Post.objects.filter(thread=comment.thread_id).exclude(answered_at=comment.created_at)
    return Q(pk__in=posts.exclude(author=None).values("author"))


def waiting_for_answer(event, comment) -> Q:
    """An official answer is heard by the person answered and by all who follow what is discussed."""
    about = Initiative.objects.filter(thread=comment.thread_id)
    return replied_to(event, comment) | _stakeholders(about)


def commentator(event, comment) -> Q:
    return Q(pk=comment.author_id)


def moderators(event, comment) -> Q:
    """Those who may hide it, but never the author of what is complained about."""
    return _leaders(comment.thread.community_id, event.municipality, comment.author_id)


def administrators(event, target) -> Q:
    return _staff(event.municipality, StaffRole.ADMINISTRATOR)


def approvers(event, proposal) -> Q:
    """Those who may be the second person for a chair."""
    roles = (StaffRole.ADMINISTRATOR, StaffRole.CONTROLLER, StaffRole.HEAD)
    return _staff(event.municipality, *roles) & ~Q(pk=proposal.user_id)


def proposer(event, proposal) -> Q:
    return Q(pk=proposal.proposed_by_id)


def visitor(event, visit) -> Q:
    """The resident for whom the front desk acts."""
    return Q(pk=visit.resident_id)


AUDIENCE = {
    Verb.MEMBERSHIP_REQUESTED: verifiers,
    Verb.MEMBERSHIP_VERIFIED: applicant,
    Verb.MEMBERSHIP_REJECTED: applicant,
    Verb.MEMBERSHIP_REVOKED: applicant,
    Verb.CODE_REDEEMED: flatmates,
    Verb.MEMBERSHIP_OBJECTED: judges_and_accused,
    Verb.OBJECTION_UPHELD: objector,
    Verb.OBJECTION_DISMISSED: both_sides,
    Verb.ROLE_GIVEN: themselves,
    Verb.ROLE_TAKEN: themselves,
    Verb.ROLE_EXPIRED: themselves,
    Verb.ROLE_PROPOSED: approvers,
    Verb.ROLE_PROPOSAL_DECLINED: proposer,
    Verb.DESK_VISIT_STARTED: visitor,
    Verb.DESK_VISIT_ENDED: visitor,
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
    Verb.INITIATIVE_PHOTO_RESTORED: author,
    Verb.INITIATIVE_PHOTO_BLURRED: author,
    Verb.INITIATIVE_REDACTED: author,
    Verb.PHOTO_HIDING_APPEALED: administrators,
    Verb.PHOTO_HIDING_UPHELD: author,
    Verb.INITIATIVE_INVITED: invited,
    Verb.HELP_OFFERED: author,
    Verb.COMMENTED: replied_to,
    Verb.OFFICIALLY_ANSWERED: waiting_for_answer,
    Verb.COMMENT_HIDDEN: commentator,
    Verb.COMMENT_REDACTED: commentator,
    Verb.COMMENT_RESTORED: commentator,
    Verb.COMMENT_REPORTED: moderators,
    Verb.HIDING_APPEALED: administrators,
    Verb.HIDING_UPHELD: commentator,
    Verb.AUTHOR_BLOCKED: themselves,
    Verb.VOTE_SCHEDULED: members_and_stakeholders,
    Verb.VOTE_OPENED: voters_and_stakeholders,
    Verb.VOTE_REMINDED: those_who_have_not_voted,
    Verb.VOTE_CHANGE_PROPOSED: second_people,
    Verb.VOTE_CHANGE_DECLINED: amender,
    Verb.VOTE_EXTENDED: voters_and_stakeholders,
    Verb.VOTE_OUTCOME_PUBLISHED: voters_and_stakeholders,
    Verb.VOTE_COUNTED: voters_and_stakeholders,
    Verb.VOTE_CANCELLED: voters_and_stakeholders,
}


def audience(event) -> Q | None:
    """The people to be told, or None when nobody is."""
    target = event.target
    if event.verb in TOLD:
        return TOLD[event.verb].audience(event, target) if target is not None else None
    rule = AUDIENCE.get(event.verb)
    if rule is None or target is None:
        return None
    # A complaint is about its comment, however the journal names it.
    if rule in COMMENT_RULES and not isinstance(target, Comment):
        target = target.about
    return rule(event, target)


COMMENT_RULES = (replied_to, waiting_for_answer, commentator, moderators)
