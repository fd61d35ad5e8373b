"""Posters of a meeting for all the houses it concerns, made and printed at once."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.text import public_id as new_key
from meetings.forms import places_for
from meetings.permissions import places_of
from meetings.views.detail import get_meeting
from posters import actions
from posters.answers import pdf_answer
from posters.drafting import last_day_of, meeting_lines
from posters.forms import MeetingPacksForm
from posters.models import PosterPack
from posters.permissions import can_print_meeting
from posters.sheets import sheets

PER_PAGE = 20


def _printed(request, public_id):
    """The meeting, for those who hold it."""
    meeting = get_meeting(request, public_id)
    if not can_print_meeting(request.user, meeting):
        raise PermissionDenied
    return meeting


def _form(request, meeting):
    known = [place.pk for place in places_of(meeting)]
    places = places_for(request.municipality, known or None)
    if request.method == "POST":
        return MeetingPacksForm(request.POST, places=places)
    # Neighbours read the sheet in the main language, whoever prints it.
    with translation.override(settings.LANGUAGE_CODE):
        lines = meeting_lines(meeting)
    initial = {**lines, "last_day": last_day_of(meeting, now=request.now), "key": new_key(), "places": known}
    return MeetingPacksForm(places=places, initial=initial)


@login_required
def packs(request, public_id):
    """The form for posters of a meeting, and those that hang already with their scans."""
    meeting = _printed(request, public_id)
    if request.method != "POST" and not meeting.is_public:
        messages.info(request, _("Announce the meeting first: its posters lead to its page."))
        return redirect(meeting)
    form = _form(request, meeting)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_meeting_packs(
                meeting,
                list(form.cleaned_data["places"]),
                by=request.user,
                key=form.cleaned_data["key"] or new_key(),
                lines=form.lines(),
                last_day=form.cleaned_data["last_day"],
            )
        except ValidationError as refusal:
            form.add_error("last_day" if refusal.code == "term" else None, refusal)
        else:
            messages.success(request, _("The posters are made: print them and hang them in the entrances."))
            return redirect("posters:meeting_sheets", meeting.public_id, made[0].public_id)
    rows = PosterPack.objects.filter(meeting=meeting).with_scans().order_by("-made_at", "community__title", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "posters/meeting.html", {"meeting": meeting, "form": form, "page": page})


@login_required
@require_safe
def meeting_sheets(request, public_id, pack_id):
    """All sheets that were made together with this pack, in one file."""
    meeting = _printed(request, public_id)
    pack = get_object_or_404(PosterPack.objects.filter(meeting=meeting), public_id=pack_id)
    together = PosterPack.objects.filter(meeting=meeting, made_at=pack.made_at, made_by=pack.made_by_id)
    found = list(
        together.select_related("community").defer("community__about").prefetch_related("posters").order_by("pk")
    )
    if not found:
        raise Http404
    for one in found:
        one.meeting, one.municipality = meeting, request.municipality
    return pdf_answer(sheets(*found), f"posters-{meeting.public_id}")
