"""What communities keep about people: where they belong, what they run, what the front desk did for them."""

from django.db.models import Q

from accounts.keepers import Keeper, Parting, names_of, register
from accounts.models import User
from communities.models import (
    ActivistRole,
    CodeBatch,
    CommunityPerson,
    DeskVisit,
    Membership,
    MembershipObjection,
    OrganisationMember,
    PremisesImport,
    RoleProposal,
)
from core.text import folded


def _export(person: User) -> dict:
    return {
        "memberships": list(
            Membership.objects.filter(user=person)
            .order_by("pk")
            .values(
                "community__title",
                "state",
                "tenure",
                "flat",
                "entrance",
                "note",
                "declared_age",
                "requested_at",
                "decided_at",
                "verified_by",
                "rejection_reason",
            )
        ),
        # What neighbours said of the person names the day and the outcome, and never the neighbour.
        "objections_to_you": list(
            MembershipObjection.objects.filter(membership__user=person)
            .order_by("pk")
            .values("membership__community__title", "raised_at", "decided_at", "upheld")
        ),
        "your_objections": list(
            MembershipObjection.objects.filter(by=person)
            .order_by("pk")
            .values("membership__community__title", "note", "raised_at", "decided_at", "upheld")
        ),
        "roles": list(
            ActivistRole.objects.filter(user=person)
            .order_by("pk")
            .values(
                "community__title",
                "title",
                "granted_at",
                "revoked_at",
                "term_ends_on",
                "protocol_number",
                "protocol_date",
            )
        ),
        "organisation_roles": list(
            OrganisationMember.objects.filter(user=person).order_by("pk").values("organisation__name", "position")
        ),
        "proposed_roles": list(
            RoleProposal.objects.filter(user=person)
            .order_by("pk")
            .values("community__title", "title", "proposed_at", "state", "decided_at")
        ),
        "front_desk_visits": list(
            DeskVisit.objects.filter(resident=person)
            .order_by("pk")
            .values("municipality__name", "consent", "started_at", "ended_at")
        ),
        "front_desk_work": DeskVisit.objects.filter(staff=person).count(),
        "code_prints": list(
            CodeBatch.objects.filter(issued_by=person).order_by("pk").values("community__title", "issued_at")
        ),
        "registry_imports": list(
            PremisesImport.objects.filter(uploaded_by=person).order_by("pk").values("uploaded_at", "state")
        ),
    }


def _written_on_pages(person: User):
    """Lines that editors wrote about the person on the pages of the communities they belong to."""
    here = Q(page__memberships__user=person) | Q(page__activists__user=person)
    names = names_of(person)
    return [line.pk for line in CommunityPerson.objects.filter(here).distinct() if folded(line.name) in names]


def _erase(person: User, parting: Parting) -> None:
    parting.delete("lines_on_pages", CommunityPerson.objects.filter(pk__in=_written_on_pages(person)))
    parting.delete("roles", ActivistRole.objects.filter(user=person))
    parting.delete("roles", RoleProposal.objects.filter(user=person))
    parting.delete("roles", OrganisationMember.objects.filter(user=person))
    parting.delete("desk_visits", DeskVisit.objects.filter(resident=person))
    parting.delete("objections", MembershipObjection.objects.filter(by=person))
    # With each goes what neighbours said of it, and the mark of a flat code.
    parting.delete("memberships", Membership.objects.filter(user=person))
    for model, field in (
        (Membership, "decided_by"),
        (MembershipObjection, "decided_by"),
        (ActivistRole, "granted_by"),
        (RoleProposal, "proposed_by"),
        (RoleProposal, "decided_by"),
        (CodeBatch, "issued_by"),
        (PremisesImport, "uploaded_by"),
        (DeskVisit, "staff"),
    ):
        parting.keep("decisions", model.objects.filter(**{field: person}), **{field: None})


register(
    Keeper(
        name="communities",
        fields=(
            "communities.Membership.user",
            "communities.Membership.decided_by",
            "communities.MembershipObjection.by",
            "communities.MembershipObjection.decided_by",
            "communities.ActivistRole.user",
            "communities.ActivistRole.granted_by",
            "communities.OrganisationMember.user",
            "communities.RoleProposal.user",
            "communities.RoleProposal.proposed_by",
            "communities.RoleProposal.decided_by",
            "communities.CodeBatch.issued_by",
            "communities.PremisesImport.uploaded_by",
            "communities.DeskVisit.staff",
            "communities.DeskVisit.resident",
        ),
        export=_export,
        erase=_erase,
    )
)
