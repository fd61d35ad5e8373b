"""What came of a vote, and who voted how where that is told."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.fragments import remember
from journal.actions import note_look
from journal.models import LookReason
from voting import breakdown, permissions, publishing, receipts, tables, voices
from voting.forms import ReceiptForm
from voting.models import AmendmentState, Chain, VoteState
from voting.views.common import get_vote, parts_of

VOICES_PER_PAGE = 50


def result(request, vote):
    """What came of it, and the means to check it."""
    form = ReceiptForm(request.GET if "code" in request.GET else None)
    found = None
    if form.is_bound and form.is_valid():
        found = receipts.look_up(request.municipality, form.cleaned_data["code"], vote)
    parts = parts_of(request, vote)
    shown = remember(request, f"vote-result:{vote.pk}", lambda: _shown(vote, parts["electorate"]))
    questions = tables.tables_of(vote, shown["channels"])
    context = {
        **parts,
        **shown,
        "vote": vote,
        "form": form,
        "found": found,
        "questions": questions,
        "one": len(questions) == 1,
        "by_area": tables.by_area(vote),
        "channel_names": tables.channel_names(shown["channels"]),
        "entries": permissions.roll_entries(request.user, vote),
        "may_see_voices": permissions.can_see_voices(request.user, vote),
        "has_projects": publishing.has_projects(vote),
    }
    return render(request, "voting/vote_result.html", context)


def _shown(vote, electorate) -> dict:
    """What is read of a counted vote beside its row, the same for all readers."""
    figures = breakdown.of(vote)
    titles = {community.pk: community.title for community in electorate}
    amendments = vote.amendments.filter(state=AmendmentState.CONFIRMED).order_by("decided_at")
    return {
        "entrances": tables.entrance_rows(figures["entrances"], titles),
        "channels": figures["channels"],
        "amendments": list(amendments),
        "chain": Chain.objects.filter(vote=vote).first(),
    }


@login_required
@require_safe
def vote_voices(request, public_id):
    """Who voted how in a named vote, for those on its roll, who run it, and the staff, whose look is kept."""
    vote = get_vote(request, public_id)
    if vote.state != VoteState.COUNTED:
        raise Http404
    if not permissions.can_see_voices(request.user, vote):
        raise PermissionDenied
    marks = voices.marks_of(vote)
    page = Paginator(marks, VOICES_PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = voices.voices_of(vote, list(page.object_list))
    if not permissions.roll_entries(request.user, vote):
        people = [voice.person for voice in page.object_list if voice.person is not None]
        note_look(people, by=request.user, municipality=request.municipality, target=vote, reason=LookReason.VOICES)
    context = {"vote": vote, "page": page, "by_area": tables.by_area(vote), **parts_of(request, vote)}
    return render(request, "voting/vote_voices.html", context)
