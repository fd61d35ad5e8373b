"""Whose hands and whose name: during a visit the staff's session acts for the resident, for their errands alone.

What is neither an errand nor the desk itself is refused until the visit ends: a member of staff never wears two hats
at once.
"""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from communities.models import DeskVisit
from communities.permissions import can_be_helped, can_use_desk
from core import clock

SESSION = "desk_visit"
# Shown and done as the resident. Votes can be read, but neither is the ballot shown nor a vote taken.
ERRANDS = frozenset(
    {
        "home",
        "search",
        "wagtail_serve",
        "wagtaildocs_serve",
        "account_consent",
        "communities:list",
        "communities:detail",
        "communities:people",
        "communities:join",
        "community_initiatives",
        "community_results",
        "community_votes",
        "community_meetings",
        "community_calendar",
        "meetings:schedule",
        "meetings:archive",
        "meetings:calendar",
        "meetings:detail",
        "meetings:ics",
        "meetings:register",
        "meetings:unregister",
        "meetings:ask",
        "meetings:vote_question",
        "meetings:unvote_question",
        "slip",
        "slip_open",
        "voting:list",
        "voting:detail",
        "voting:ballots",
        "initiatives:list",
        "initiatives:detail",
        "initiatives:history",
        "initiatives:decision_document",
        "initiatives:support",
        "initiatives:withdraw_support",
        "initiatives:follow",
        "initiatives:unfollow",
        "initiatives:offer_help",
        "initiatives:withdraw_help",
        "initiatives:group_agree",
        "initiatives:create",
        "initiatives:similar",
        "initiatives:edit",
        "initiatives:add_photo",
        "initiatives:photo",
        "initiatives:remove_photo",
        "initiatives:document",
        "initiatives:remove_document",
        "initiatives:submit",
        "appeals:list",
        "appeals:detail",
        "appeals:photo",
        "appeals:new",
        "appeals:similar",
        "appeals:from_post",
        "appeals:join",
        "appeals:leave",
        "appeals:clarify",
        "feed:write",
        "feed:reply",
        "feed:branch",
        "feed:history",
        "feed:report",
        "feed:tab",
        "feed:fresh",
        "feed:new",
        "feed:post",
        "feed:post_history",
        "feed:post_report",
        "feed:photo",
    }
)
# The staff's own name stays: the desk, signing out, and what knows nobody.
OWN = frozenset(
    {
        "desk:page",
        "desk:start",
        "desk:code",
        "desk:register",
        "desk:end",
        "desk:visit",
        "account_logout",
        "display",
        "media",
        "healthz",
        "readyz",
    }
)


def running_visit(user, municipality, public_id) -> DeskVisit | None:
    """The visit of this member of staff in this town, while it may go on: asked anew at each request."""
    if not user.is_authenticated or not can_use_desk(user, municipality):
        return None
    visits = DeskVisit.objects.within(municipality).select_related("resident")
    visit = visits.filter(public_id=public_id, staff=user, ended_at=None, expires_at__gt=clock.now()).first()
    if visit is None or not can_be_helped(visit.resident, municipality, by=user):
        return None
    visit.municipality = municipality
    visit.resident.desk_visit = visit
    return visit


class DeskMiddleware:
    """Sets `request.desk_visit`, and on errands the resident as `request.user`, who carries `desk_visit`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.desk_visit = None
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.is_guest or request.municipality is None or SESSION not in request.session:
            return None
        visit = running_visit(request.user, request.municipality, request.session[SESSION])
        name = request.resolver_match.view_name
        if visit is None:
            # Nothing is done under another name than the person at the screen believes.
            del request.session[SESSION]
            messages.warning(request, _("The time of the visit is over. Begin anew if the resident agrees."))
            may_receive = can_use_desk(request.user, request.municipality)
            return None if name in OWN else redirect("desk:page" if may_receive else "home")
        request.desk_visit = visit
        if name in ERRANDS:
            request.user = visit.resident
        elif name not in OWN:
            return render(request, "communities/desk/not_now.html", status=403)
        return None
