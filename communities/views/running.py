"""The activist's page: everything that a community asks of those who run it."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from communities import overview
from communities.permissions import can_grant_role, can_issue_codes, can_verify
from communities.views.pages import get_community


@login_required
@never_cache
@require_safe
def run(request, slug):
    """Who waits, what expires, which entrance is silent, what to print; lower apps add theirs by tags."""
    community = get_community(request, slug)
    if not can_verify(request.user, community):
        raise PermissionDenied
    entrances = overview.entrances(community)
    return render(
        request,
        "communities/run.html",
        {
            "community": community,
            "tab": "run",
            "requests": overview.requests_waiting(community, request.user),
            "objections": overview.objections_waiting(community, request.user),
            "roles": overview.ending_roles(community, request.now),
            "codes": overview.ending_codes(community, request.now),
            "entrances": entrances,
            "silent": [entrance.number for entrance in entrances if entrance.is_silent],
            "may_issue": can_issue_codes(request.user, community),
            "may_grant": can_grant_role(request.user, community),
        },
    )
