"""Authorship passes on when its author leaves (decision 11)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from communities.models import ActivistRole, Membership
from initiatives.actions.moves import ALIVE, begin, locked
from initiatives.models import GroupMember, Initiative, InitiativeState
from journal.actions import record
from journal.verbs import Verb


def _heir(initiative):
    """The first of the group who agreed and still lives there, else the activist who has served longest."""
    members = Membership.objects.verified().filter(community=initiative.community_id).values("user")
    group = GroupMember.objects.filter(initiative=initiative, agreed_at__isnull=False, user__in=members)
    row = group.exclude(user=initiative.author_id).order_by("agreed_at").select_related("user").first()
    if row is None:
        activists = ActivistRole.objects.serving(initiative.municipality.today()).filter(
            community=initiative.community_id
        )
        row = activists.exclude(user=initiative.author_id).order_by("granted_at").select_related("user").first()
    return row.user if row else None


def _give(initiative, by=None) -> bool:
    heir = _heir(initiative)
    if heir is None:
        return False
    initiative.author = heir
    initiative.save(update_fields=["author"])
    record(Verb.INITIATIVE_PASSED_ON, initiative, by=by, municipality=initiative.municipality)
    return True


@transaction.atomic
def pass_on(initiative, *, by) -> Initiative:
    """Hand authorship to the group, else to the activist.

    Raises ValidationError with code `no_heir` when there is neither.
    """
    initiative = begin(initiative, "pass_on", by)
    if not _give(initiative, by):
        raise ValidationError(_("There is nobody to take the initiative over yet."), code="no_heir")
    return initiative


def _orphans():
    concerned = Membership.objects.verified().filter(user=OuterRef("author"))
    return Initiative.objects.filter(state__in=[InitiativeState.REVIEW, *ALIVE]).exclude(
        Exists(concerned.filter(community=OuterRef("community")))
        | Exists(concerned.filter(community__shared_initiatives=OuterRef("pk")))
    )


def pass_on_orphans() -> int:
    """The clock: initiatives of people who left their community find an heir.

    Returns how many passed on; one without an heir waits until there is somebody. Safe in several workers.
    """
    return sum(_pass_on_if_orphan(initiative) for initiative in _orphans())


@transaction.atomic
def _pass_on_if_orphan(initiative) -> bool:
    initiative = locked(initiative)
    return _orphans().filter(pk=initiative.pk).exists() and _give(initiative)
