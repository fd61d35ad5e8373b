"""Pages of publications that are not in the page tree."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from assignments.models import Assignment
from communities.views import get_community
from initiatives.models import Initiative
from publications import actions
from publications.listing import attach_pairs
from publications.models import PER_PAGE, ResultPage


@require_safe
def community_tab(request, slug):
    """What has been done in one community."""
    community = get_community(request, slug)
    results = (
        ResultPage.objects.within(request.municipality)
        .visible_to(request.user)
        .filter(community=community)
        .newest()
        .defer("body")
        .select_related("community")
    )
    page_obj = Paginator(results, PER_PAGE).get_page(request.GET.get("page"))
    attach_pairs(page_obj.object_list)
    context = {"community": community, "tab": "results", "page_obj": page_obj}
    return render(request, "publications/community_results.html", context)


@login_required
@require_POST
def draft_result(request, public_id):
    """Begin a result from an initiative that was carried out, and go on in the editor."""
    initiatives = Initiative.objects.within(request.municipality).visible_to(request.user)
    initiative = get_object_or_404(initiatives, public_id=public_id)
    try:
        page = actions.draft_result(initiative, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.message)
        return redirect(initiative)
    return redirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))


@login_required
@require_POST
def draft_result_from(request, public_id):
    """Begin a result from work that was accepted, and go on in the editor."""
    assignments = Assignment.objects.within(request.municipality).visible_to(request.user)
    assignment = get_object_or_404(assignments, public_id=public_id)
    try:
        page = actions.draft_result_from(assignment, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.message)
        return redirect(assignment)
    return redirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
