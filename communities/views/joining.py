"""Asking to belong, and leaving."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from communities import actions
from communities.join_forms import CodeForm, JoinForm
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
            asked = actions.request_membership(community, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            if asked.is_verified:
                messages.success(request, _("The registry knows you as an owner: you are a member now."))
            else:
                messages.success(request, _("The request is sent. The activist will check it; you will be told."))
            return redirect("communities:join", community.slug)
    pending = membership is not None and membership.state == MembershipState.PENDING
    verified = membership is not None and membership.is_verified
    objected = pending and membership.objections.filter(decided_at=None).exists()
    may_use_code = community.is_building and not verified and not objected
    return render(
        request,
        "communities/join.html",
        {
            "community": community,
            "membership": membership,
            "objected": objected,
            "form": None if pending or verified else form,
            "code_form": CodeForm() if may_use_code else None,
            "tab": "join",
        },
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
