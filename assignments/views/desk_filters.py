"""Views of the control desk that somebody keeps under a name."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assignments import actions
from assignments import permissions as may
from assignments.forms.desk import SaveFilterForm
from assignments.models import SavedFilter
from assignments.queue import Wish


def wish_of(query: str) -> Wish:
    """What the query of an address asks for, cleaned of all that the desk does not know."""
    return Wish.of(QueryDict(query[:1000]))


def desk_url(query: str) -> str:
    address = reverse("assignments:control")
    return f"{address}?{query}" if query else address


@require_POST
@login_required
def save(request):
    """Keep what the desk shows now."""
    if not may.can_open_desk(request.user, request.municipality):
        raise PermissionDenied
    query = wish_of(request.POST.get("query", "")).query()
    form = SaveFilterForm(request.POST)
    if form.is_valid():
        try:
            actions.save_filter(
                by=request.user, municipality=request.municipality, name=form.cleaned_data["name"], query=query
            )
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("The filter is saved."))
    else:
        messages.error(request, " ".join(form.errors["name"]))
    return redirect(desk_url(query))


@require_POST
@login_required
def drop(request, filter_id):
    """Delete one's own filter, even when the desk is one's own no more; another's is as good as missing."""
    mine = SavedFilter.objects.within(request.municipality).filter(user=request.user)
    actions.drop_filter(get_object_or_404(mine, public_id=filter_id), by=request.user)
    messages.success(request, _("The filter is deleted."))
    return redirect(desk_url(wish_of(request.POST.get("query", "")).query()))
