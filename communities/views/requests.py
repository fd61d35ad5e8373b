"""Requests to join: who waits, and what the activist or the administrator decides."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities import actions
from communities.forms import RefuseForm
from communities.hints import attach
from communities.models import Membership
from communities.permissions import can_verify, is_activist, waiting_requests
from communities.views.pages import get_community
from journal.actions import note_look
from journal.models import LookReason
from municipalities.permissions import is_administrator

PER_PAGE = 20


def _note_look(request, target, memberships, *, is_neighbour):
    """A look of staff at residents' data leaves an entry in the journal; an activist is a neighbour, not staff."""
    if not is_neighbour:
        people = [membership.user for membership in memberships]
        note_look(
            people, by=request.user, municipality=request.municipality, target=target, reason=LookReason.REQUESTS
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
    page.object_list = attach(page.object_list)
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
    page.object_list = attach(page.object_list)
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
