"""My page: what awaits me, what is mine, what I was told, my settings."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import rename
from accounts.consents import standing_of
from accounts.forms import NameForm
from accounts.models import ConsentKind
from appeals.models import Appeal
from communities.models import Membership, MembershipState
from communities.permissions import activist_communities, can_use_desk
from home.awaiting import awaiting
from initiatives.models import HelpOffer, Initiative
from municipalities.permissions import is_editor, staff_roles
from notifications import inbox
from voting.models import Participation, RollEntry
from voting.rights import own_receipts

SHOWN = 20
INBOX_SHOWN = 5
PER_PAGE = 30


def _voted(user, town):
    """Votes in which the person is marked, each with its receipt unless the vote is secret (decision 3).

    How they voted stands on the page of the vote alone. At the front desk the staff see no receipts.
    """
    mark = Participation.objects.filter(entry=OuterRef("pk"))
    entries = list(
        RollEntry.objects.filter(Exists(mark), voters__voter_key=user.actor_key, vote__municipality=town)
        .select_related("vote__community")
        .defer("vote__manifest", "vote__result")
        .order_by("-vote__closes_at", "-pk")[:SHOWN]
    )
    receipts = own_receipts(user, entries)
    for entry in entries:
        entry.receipt = receipts.get(entry.pk, "")
    return entries


@login_required
@never_cache
@require_safe
def page(request):
    """My page."""
    user, town = request.user, request.municipality
    memberships = list(
        Membership.objects.within(town)
        .filter(user=user, state__in=[MembershipState.PENDING, MembershipState.VERIFIED])
        .select_related("community")
        .order_by("community__title")[:SHOWN]
    )
    initiatives = list(
        Initiative.objects.within(town).filter(author=user).select_related("community").order_by("-pk")[:SHOWN]
    )
    return render(
        request,
        "my/page.html",
        {
            "tasks": awaiting(user, town, request.now, initiatives),
            "memberships": memberships,
            "led": set(activist_communities(user)),
            "initiatives": initiatives,
            "voted": _voted(user, town),
            "appeals": list(Appeal.objects.within(town).filter(author=user).order_by("-created_at", "-pk")[:SHOWN]),
            "offers": HelpOffer.objects.filter(user=user, initiative__municipality=town, withdrawn_at=None)
            .select_related("initiative")
            .order_by("-offered_at")[:SHOWN],
            "news": inbox.latest(user, town, INBOX_SHOWN),
            "unread": inbox.unread_count(user, town),
            "roles": staff_roles(user, town),
            "enters_admin": is_editor(user, town),
            "receives": can_use_desk(user, town),
            "consent": standing_of(user)[ConsentKind.PROCESSING],
        },
    )


@login_required
@never_cache
@require_safe
def notifications(request):
    """Everything the person was told in this town, newest first."""
    rows = Paginator(inbox.of(request.user, request.municipality), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "my/notifications.html",
        {
            "page": rows,
            "items": inbox.told(request.user, rows.object_list),
            "unread": inbox.unread_count(request.user, request.municipality),
        },
    )


@login_required
@require_POST
def read_all(request):
    """Mark everything as read."""
    inbox.mark_read(request.user, request.municipality)
    return redirect("my:notifications")


@login_required
@never_cache
def settings(request):
    """The name that neighbours see, e-mail, password, language."""
    form = NameForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            rename(request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The name is changed."))
            return redirect("my:settings")
    return render(request, "my/settings.html", {"form": form})
