"""What the administration says: opinions, conclusions, decisions."""

from django.db import transaction

from assignments.actions import issue
from assignments.models import Assignment, AssignmentSource
from core import clock
from feed import actions as feed
from initiatives.actions.moves import _move, begin
from initiatives.actions.vote import consider
from initiatives.models import Conclusion, Decision, Initiative, InitiativeState, Outcome
from journal.actions import record
from journal.verbs import Verb
from municipalities.models import StaffMember, StaffRole


@transaction.atomic
def give_opinion(initiative, *, by, text: str) -> Initiative:
    """Say early what the administration thinks of it (decision 4)."""
    initiative = begin(initiative, "give_opinion", by)
    initiative.preliminary_opinion = text
    initiative.opinion_at = clock.now()
    initiative.save(update_fields=["preliminary_opinion", "opinion_at"])
    record(Verb.INITIATIVE_OPINION_GIVEN, initiative, by=by, municipality=initiative.municipality)
    return initiative


@transaction.atomic
def add_conclusion(initiative, *, by, text: str) -> Conclusion:
    """A specialist tells the decider what their department knows (decision 9)."""
    initiative = begin(initiative, "add_conclusion", by)
    serving = StaffMember.objects.within(initiative.municipality).serving(initiative.municipality.today())
    post = serving.get(user=by, role=StaffRole.SPECIALIST)
    conclusion = Conclusion.objects.create(
        initiative=initiative, department_id=post.department_id, author=by, text=text, added_at=clock.now()
    )
    record(
        Verb.INITIATIVE_CONCLUSION_ADDED,
        initiative,
        by=by,
        municipality=initiative.municipality,
        conclusion=conclusion.pk,
    )
    return conclusion


def _decide(act, outcome, verb, to, initiative, by, *, text, reason="", next_step, document_number, document):
    initiative = begin(initiative, act, by)
    at = clock.now()
    serving = StaffMember.objects.within(initiative.municipality).serving(initiative.municipality.today())
    posts = serving.filter(user=by, role__in=[StaffRole.HEAD, StaffRole.CONTROLLER])
    post = posts.order_by("-role").first()
    decision = Decision.objects.create(
        initiative=initiative,
        outcome=outcome,
        reason=reason,
        text=text,
        next_step=next_step,
        document_number=document_number,
        document=document or "",
        document_size=document.size if document else 0,
        decided_by=by,
        position=post.position or post.get_role_display(),
        decided_at=at,
    )
    _move(initiative, to, at=at)
    record(verb, initiative, by=by, municipality=initiative.municipality, at=at, decision=decision.pk)
    return decision


@transaction.atomic
def approve(initiative, *, by, text: str, next_step: str = "", document_number: str = "", document=None) -> Decision:
    """The administration will carry it out, or help to."""
    return _decide(
        "approve",
        Outcome.APPROVED,
        Verb.INITIATIVE_APPROVED,
        InitiativeState.APPROVED,
        initiative,
        by,
        text=text,
        next_step=next_step,
        document_number=document_number,
        document=document,
    )


@transaction.atomic
def give_assignment(initiative, *, by, department, due_at, title: str, **promise) -> Assignment:
    """Promise a part of the work by a date: it comes under control as any other promise of the town.

    `promise` goes to `assignments.actions.issue`, which may refuse it.
    """
    initiative = begin(initiative, "give_assignment", by)
    assignment = issue(
        by=by,
        municipality=initiative.municipality,
        community=initiative.community,
        place=initiative.place,
        department=department,
        due_at=due_at,
        title=title,
        source=AssignmentSource.INITIATIVE,
        origin_url=initiative.get_absolute_url(),
        origin_title=initiative.title,
        **promise,
    )
    initiative.assignments.add(assignment)
    return assignment


@transaction.atomic
def decline(
    initiative, *, by, reason: str, text: str, next_step: str = "", document_number: str = "", document=None
) -> Decision:
    """Refuse, with a ground of the law and in words; the discussion ends."""
    decision = _decide(
        "decline",
        Outcome.DECLINED,
        Verb.INITIATIVE_DECLINED,
        InitiativeState.DECLINED,
        initiative,
        by,
        text=text,
        reason=reason,
        next_step=next_step,
        document_number=document_number,
        document=document,
    )
    feed.close_thread(decision.initiative.thread)
    return decision


@transaction.atomic
def return_for_rework(
    initiative, *, by, text: str, next_step: str = "", document_number: str = "", document=None
) -> Decision:
    """Ask the author to mend the proposal and send it again."""
    return _decide(
        "return_for_rework",
        Outcome.REWORK,
        Verb.INITIATIVE_RETURNED,
        InitiativeState.REWORK,
        initiative,
        by,
        text=text,
        next_step=next_step,
        document_number=document_number,
        document=document,
    )


@transaction.atomic
def rework(initiative, *, by) -> Initiative:
    """Send again after rework; the term of consideration starts anew."""
    initiative = begin(initiative, "rework", by)
    at = clock.now()
    consider(initiative, at)
    record(Verb.INITIATIVE_REWORKED, initiative, by=by, municipality=initiative.municipality, at=at)
    return initiative
