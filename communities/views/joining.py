"""Asking to belong, and leaving."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from communities import actions
from communities.forms import JoinForm
from communities.models import Membership, MembershipState
from communities.views.pages import get_community


def _latest(community, user):
    """How the person's last request stands, whatever its state."""
    return Membership.objects.filter(community=community, user=user).order_by("-pk").first()


@login_required
def join(request, slug):
    """The request to join and its state: waiting, confirmed, refused with the reason."""
    community = get_community(request, slug)
    membership = _latest(community, request.user)
    form = JoinForm(request.POST or None, community=community)
    if request.method == "POST" and form.is_valid():
        try:
            actions.request_membership(community, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The request is sent. The activist will check it; you will be told."))
            return redirect("communities:join", community.slug)
    current = membership and membership.state in (MembershipState.PENDING, MembershipState.VERIFIED)
    return render(
        request,
        "communities/join.html",
        {"community": community, "membership": membership, "form": None if current else form, "tab": "join"},
    )


@login_required
def leave(request, slug):
    """Ask once more, then leave."""
    community = get_community(request, slug)
    membership = get_object_or_404(
        Membership,
        community=community,
        user=request.user,
        state__in=[MembershipState.PENDING, MembershipState.VERIFIED],
    )
    if request.method == "POST":
        actions.leave(membership, by=request.user)
        messages.success(request, _("You have left the community."))
        return redirect(community)
    return render(request, "communities/leave.html", {"community": community, "membership": membership})
