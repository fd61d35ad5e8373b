"""Objections of flatmates: raised by a neighbour, decided by the activist or the administrator."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from communities import actions
from communities.join_forms import DecideObjectionForm, ObjectForm
from communities.models import Membership
from communities.permissions import can_decide_objection, can_verify, is_activist, is_flatmate
from communities.views.pages import get_community
from journal.actions import note_look
from journal.models import LookReason

ACTS = {"uphold": actions.uphold_objection, "dismiss": actions.dismiss_objection}


def _membership(request, slug, public_id) -> Membership:
    """A membership, for those whom an objection to it may concern."""
    community = get_community(request, slug)
    membership = get_object_or_404(
        Membership.objects.select_related("user", "redemption", "premises"), community=community, public_id=public_id
    )
    membership.community = community
    user = request.user
    if membership.user_id != user.pk and not is_flatmate(user, membership) and not can_verify(user, community):
        raise Http404
    return membership


@login_required
def objection(request, slug, public_id):
    """Who joined the flat by a code; a flatmate may object, others see how it stands."""
    membership = _membership(request, slug, public_id)
    own = membership.objections.filter(by=request.user).first()
    standing = membership.objections.filter(decided_at=None).first()
    until = actions.may_object_until(membership)
    in_time = until is not None and request.now < until
    may_object = is_flatmate(request.user, membership) and not own and membership.is_verified and in_time
    # Words are not needed: an empty answer is an objection, too.
    form = ObjectForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.object_to(membership, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            may_object = True
        else:
            messages.success(request, _("The activist will decide and you will be told."))
            return redirect("communities:objection", slug, public_id)
    return render(
        request,
        "communities/objection.html",
        {
            "community": membership.community,
            "membership": membership,
            "own": own,
            "until": until,
            "form": form if may_object else None,
            "is_own": membership.user_id == request.user.pk,
            "may_decide": standing is not None and can_decide_objection(request.user, _with(standing, membership)),
        },
    )


def _with(objection, membership):
    objection.membership = membership
    return objection


@login_required
def decide_objection(request, slug, public_id):
    """The activist or the administrator decides between neighbours."""
    membership = _membership(request, slug, public_id)
    standing = get_object_or_404(membership.objections.select_related("by"), decided_at=None)
    if not can_decide_objection(request.user, _with(standing, membership)):
        raise PermissionDenied
    form = DecideObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ACTS[form.cleaned_data["decision"]](standing, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The decision is made; both neighbours are told."))
            return redirect("communities:requests", slug)
    if not is_activist(request.user, membership.community_id):
        note_look(
            [membership.user, standing.by],
            by=request.user,
            municipality=request.municipality,
            target=membership.community,
            reason=LookReason.REQUESTS,
        )
    return render(
        request,
        "communities/decide_objection.html",
        {"community": membership.community, "membership": membership, "objection": standing, "form": form},
    )
