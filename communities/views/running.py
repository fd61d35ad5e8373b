"""What activists and the administrator do: requests to join and roles."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities import actions
from communities.forms import GrantForm, MemberSearchForm, RefuseForm
from communities.models import ActivistRole, Membership
from communities.permissions import can_grant_role, can_verify, is_activist, waiting_requests
from communities.views.pages import get_community
from journal.actions import record
from journal.verbs import Verb
from municipalities.permissions import is_administrator

PER_PAGE = 20


def _note_look(request, target, memberships, *, is_neighbour):
    """A look of staff at residents' data leaves an entry in the journal; an activist is a neighbour, not staff."""
    if memberships and not is_neighbour:
        record(
            Verb.PERSONAL_DATA_SEEN,
            target,
            by=request.user,
            municipality=request.municipality,
            memberships=[membership.pk for membership in memberships],
        )


@login_required
@require_safe
def requests(request, slug):
    """Who waits to be let into this community."""
    community = get_community(request, slug)
    if not can_verify(request.user, community):
        raise PermissionDenied
    waiting = community.memberships.pending().select_related("user").order_by("requested_at", "pk")
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    _note_look(request, community, page.object_list, is_neighbour=is_activist(request.user, community.pk))
    return render(request, "communities/requests.html", {"community": community, "tab": "requests", "page": page})


@login_required
@require_safe
def town_requests(request):
    """Everything that waits for this person: the communities they run, or the whole town."""
    waiting = waiting_requests(request.user, request.municipality)
    if waiting is None:
        raise PermissionDenied
    page = Paginator(waiting.order_by("requested_at", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    is_staff = is_administrator(request.user, request.municipality)
    _note_look(request, request.municipality, page.object_list, is_neighbour=not is_staff)
    return render(request, "communities/town_requests.html", {"page": page})


def _request_to_decide(request, community, public_id):
    if not can_verify(request.user, community):
        raise PermissionDenied
    membership = get_object_or_404(Membership.objects.select_related("user"), community=community, public_id=public_id)
    membership.community = community
    return membership


@login_required
@require_POST
def confirm(request, slug, public_id):
    """Let a person in."""
    community = get_community(request, slug)
    membership = _request_to_decide(request, community, public_id)
    try:
        actions.verify_membership(membership, by=request.user)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("%(name)s is now a member.") % {"name": membership.user.public_name})
    return redirect("communities:requests", community.slug)


@login_required
def refuse(request, slug, public_id):
    """Refuse a request with one of the published reasons."""
    community = get_community(request, slug)
    membership = _request_to_decide(request, community, public_id)
    form = RefuseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reject_membership(membership, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The request is refused; the person will see the reason."))
            return redirect("communities:requests", community.slug)
    return render(request, "communities/refuse.html", {"community": community, "membership": membership, "form": form})


@login_required
def roles(request, slug):
    """The administrator gives the role of an activist."""
    community = get_community(request, slug)
    if not can_grant_role(request.user, community):
        raise PermissionDenied
    search = MemberSearchForm(request.GET)
    found, more = _candidates(community, search.wanted())
    form = GrantForm(request.POST or None, found=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.grant_activist(community, user=form.chosen(), title=form.cleaned_data["title"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The role is given."))
            return redirect("communities:roles", community.slug)
    _note_look(request, community, found, is_neighbour=False)
    serving = community.activists.filter(revoked_at=None).select_related("user").order_by("pk")
    return render(
        request,
        "communities/roles.html",
        {"community": community, "tab": "roles", "roles": serving, "form": form, "search": search,
         "found": found, "more": more},
    )  # fmt: skip


def _candidates(community, query):
    """Members without a role whose names match, at most PER_PAGE of them, and whether there are more."""
    serving = community.activists.filter(revoked_at=None).values("user")
    members = community.memberships.verified().exclude(user__in=serving).named(query).select_related("user")
    found = list(members.order_by("user__last_name", "user__first_name", "pk")[: PER_PAGE + 1])
    return found[:PER_PAGE], len(found) > PER_PAGE


@login_required
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
