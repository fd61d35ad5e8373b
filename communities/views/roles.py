"""The roles of those who run a community: given and taken by the administrator, chairs by two people."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.reauthentication import recently_authenticated
from communities import actions
from communities.forms import GrantForm, MemberSearchForm
from communities.models import CHAIRS, ActivistRole, RoleProposal
from communities.permissions import can_approve_chair, can_grant_role, can_see_roles
from communities.views.pages import get_community
from journal.actions import note_look
from journal.models import LookReason

PER_PAGE = 20


@recently_authenticated
def roles(request, slug):
    """Who runs the community and who is proposed; the administrator gives roles here."""
    community = get_community(request, slug)
    if not can_see_roles(request.user, community):
        raise PermissionDenied
    may_grant = can_grant_role(request.user, community)
    context = {"community": community, "tab": "roles", "may_grant": may_grant, "form": None}
    if may_grant:
        search = MemberSearchForm(request.GET)
        found, more = _candidates(community, search.wanted())
        form = GrantForm(request.POST or None, found=found, kind=community.kind)
        if request.method == "POST" and form.is_valid() and _given(request, community, form):
            return redirect("communities:roles", community.slug)
        context |= {"form": form, "search": search, "found": found, "more": more}
    elif request.method == "POST":
        raise PermissionDenied
    serving = community.activists.serving(community.municipality.today())
    context["roles"] = list(serving.select_related("user", "granted_by").order_by("pk"))
    pending = community.role_proposals.pending().select_related("user", "proposed_by")
    context["proposals"] = list(pending.order_by("proposed_at", "pk"))
    shown = [row.user for row in [*context["roles"], *context["proposals"], *context.get("found", [])]]
    note_look(shown, by=request.user, municipality=request.municipality, target=community, reason=LookReason.ROLES)
    return render(request, "communities/roles.html", context)


def _given(request, community, form) -> bool:
    """Give or propose what was typed; a refusal stands in the form."""
    typed = form.cleaned_data
    terms = {"user": form.chosen(), "title": typed["title"], "term_ends_on": typed["term_ends_on"]}
    try:
        if typed["title"] in CHAIRS:
            actions.propose_chair(
                community,
                by=request.user,
                protocol_number=typed["protocol_number"],
                protocol_date=typed["protocol_date"],
                **terms,
            )
            messages.success(request, _("The chair is proposed: a second person decides."))
        else:
            actions.grant_activist(community, by=request.user, **terms)
            messages.success(request, _("The role is given."))
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


def _candidates(community, query):
    """Members whose names match, at most PER_PAGE of them, and whether there are more.

    Those who run the community already stay among them: an elder may be elected chair.
    """
    proposed = community.role_proposals.pending().values("user")
    members = community.memberships.verified().exclude(user__in=proposed).named(query).select_related("user")
    found = list(members.order_by("user__last_name", "user__first_name", "pk")[: PER_PAGE + 1])
    return found[:PER_PAGE], len(found) > PER_PAGE


@recently_authenticated
def revoke_role(request, slug, public_id):
    """Ask once more, then take the role away."""
    community = get_community(request, slug)
    if not can_grant_role(request.user, community):
        raise PermissionDenied
    role = get_object_or_404(
        ActivistRole.objects.select_related("user"), community=community, public_id=public_id, revoked_at=None
    )
    if request.method == "POST":
        actions.revoke_activist(role, by=request.user)
        messages.success(request, _("The role is taken away."))
        return redirect("communities:roles", community.slug)
    return render(request, "communities/revoke_role.html", {"community": community, "role": role})


@recently_authenticated
def role_proposal(request, slug, public_id):
    """The second person reads on what grounds a chair is proposed, and approves or declines."""
    community = get_community(request, slug)
    if not can_see_roles(request.user, community):
        raise PermissionDenied
    proposal = get_object_or_404(
        RoleProposal.objects.pending().select_related("user", "proposed_by"),
        community=community,
        public_id=public_id,
    )
    proposal.community = community
    if request.method == "POST" and _decided(request, proposal):
        return redirect("communities:roles", community.slug)
    note_look(
        [proposal.user], by=request.user, municipality=request.municipality, target=community, reason=LookReason.ROLES
    )
    return render(
        request,
        "communities/role_proposal.html",
        {"community": community, "proposal": proposal, "may_decide": can_approve_chair(request.user, proposal)},
    )


def _decided(request, proposal) -> bool:
    """Do what the pressed button says; False, with a message, when it cannot be done or no button was pressed."""
    if not can_approve_chair(request.user, proposal):
        raise PermissionDenied
    decision = request.POST.get("decision")
    if decision not in ("approve", "decline"):
        return False
    try:
        if decision == "approve":
            actions.approve_chair(proposal, by=request.user)
            messages.success(request, _("The chair is approved and runs the community from now on."))
        else:
            actions.decline_chair(proposal, by=request.user)
            messages.success(request, _("The proposal is declined."))
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
        return False
    return True
