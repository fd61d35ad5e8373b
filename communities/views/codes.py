"""Printing slips with flat codes, and cancelling them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.reauthentication import recently_authenticated
from communities import actions
from communities.join_forms import IssueForm
from communities.models import CodeBatch, Premises
from communities.permissions import can_issue_codes
from communities.slips import slips_pdf
from communities.views.pages import get_community

PER_PAGE = 20


def _community(request, slug):
    community = get_community(request, slug)
    if not can_issue_codes(request.user, community):
        raise PermissionDenied
    return community


def _batches(community, now):
    """Prints, the newest first, with what became of their codes."""
    usable = Q(codes__revoked_at=None, codes__uses__lt=F("codes__max_uses"), expires_at__gt=now)
    return (
        community.code_batches.select_related("issued_by")
        .annotate(
            printed=Count("codes"),
            used=Count("codes", filter=Q(codes__uses__gt=0)),
            usable=Count("codes", filter=usable),
        )
        .order_by("-issued_at", "-pk")
    )


@never_cache
@recently_authenticated
def codes(request, slug):
    """The prints of a building and a form for the next one, which is answered with the file itself, once."""
    community = _community(request, slug)
    flats = Premises.objects.current().flats().filter(community=community)
    entrances = flats.exclude(entrance=None).order_by("entrance").values_list("entrance", flat=True).distinct()
    form = IssueForm(request.POST or None, entrances=entrances)
    if request.method == "POST" and form.is_valid():
        try:
            batch, issued = actions.issue_codes(community, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return _file(batch, slips_pdf(batch, issued, people=form.cleaned_data["people"]))
    batches = Paginator(_batches(community, request.now), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "communities/codes.html",
        {"community": community, "form": form, "page": batches, "flats": flats.count(), "tab": "codes"},
    )


def _file(batch, content) -> HttpResponse:
    name = f"slips-{batch.community.slug}{f'-{batch.entrance}' if batch.entrance else ''}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )


@login_required
def revoke_codes(request, slug, public_id):
    """Ask once more, then cancel what was not used of a print."""
    community = _community(request, slug)
    batch = get_object_or_404(CodeBatch, community=community, public_id=public_id)
    if request.method == "POST":
        try:
            actions.revoke_codes(batch, by=request.user)
        except ValidationError as refusal:
            messages.warning(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("The codes are cancelled."))
        return redirect("communities:codes", community.slug)
    return render(request, "communities/revoke_codes.html", {"community": community, "batch": batch})
