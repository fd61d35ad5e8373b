"""Confirmed members, for those who let them in: a membership may be taken back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities import actions
from communities.forms import MemberSearchForm
from communities.join_forms import RevokeForm
from communities.models import Membership
from communities.permissions import can_revoke_membership, can_verify, is_activist
from communities.views.pages import get_community
from journal.actions import note_look
from journal.models import LookReason

PER_PAGE = 20


def _note_look(request, community, memberships):
    if not is_activist(request.user, community.pk):
        people = [membership.user for membership in memberships]
        note_look(
            people, by=request.user, municipality=request.municipality, target=community, reason=LookReason.REQUESTS
        )


@login_required
@require_safe
def members(request, slug):
    """Who is confirmed and how; no flats, which were shown for the decision only."""
    community = get_community(request, slug)
    if not can_verify(request.user, community):
        raise PermissionDenied
    search = MemberSearchForm(request.GET)
    found = community.memberships.verified().named(search.wanted()).select_related("user")
    page = Paginator(found.order_by("user__last_name", "user__first_name", "pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    _note_look(request, community, page.object_list)
    return render(
        request, "communities/members.html", {"community": community, "tab": "members", "page": page, "search": search}
    )


@login_required
def revoke_member(request, slug, public_id):
    """Name the reason, then take a membership back."""
    community = get_community(request, slug)
    if not can_verify(request.user, community):
        raise PermissionDenied
    memberships = Membership.objects.verified().select_related("user")
    membership = get_object_or_404(memberships, community=community, public_id=public_id)
    membership.community = community
    if not can_revoke_membership(request.user, membership):
        raise PermissionDenied
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.revoke_membership(membership, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The membership is taken back; the person is told."))
            return redirect("communities:members", community.slug)
    _note_look(request, community, [membership])
    return render(
        request, "communities/revoke_member.html", {"community": community, "membership": membership, "form": form}
    )
