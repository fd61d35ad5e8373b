"""Making posters, printing them, and the short address that stands on each."""

import re

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.views import get_community
from core.text import public_id as new_key
from meetings.models import Meeting
from posters import actions
from posters.answers import pdf_answer
from posters.drafting import MEETING, draft_lines, entrances_of, last_day_of, subject_label, subjects_of
from posters.forms import PackForm, SubjectForm
from posters.models import Poster, PosterPack
from posters.permissions import can_print
from posters.sheets import sheets as print_sheets

PER_PAGE = 10
# Who fetches an address without a person behind it: previews of messengers, search engines, browsers ahead of time.
ROBOTS = re.compile(r"bot\b|crawl|spider|preview|externalhit|whatsapp|telegram|viber|vkshare|curl|python", re.I)
AHEAD = ("Purpose", "Sec-Purpose", "X-Purpose", "X-Moz")


def _printed_in(request, slug):
    """The community, for those who print its posters."""
    community = get_community(request, slug)
    if not can_print(request.user, community):
        raise PermissionDenied
    return community


@login_required
def pack(request, slug):
    """The form for new posters, answered with the sheets, and the earlier ones with their scans."""
    community = _printed_in(request, slug)
    subjects = subjects_of(community)
    about = request.GET.get("about", "")
    chosen = subjects.get(about) or next(iter(subjects.values()))
    form = _pack_form(request, community, chosen)
    if request.method == "POST" and form.is_valid():
        try:
            if about and about not in subjects:
                raise ValidationError(_("This has ended meanwhile: choose what the posters are about."), code="about")
            made = actions.make_pack(
                community,
                by=request.user,
                key=form.cleaned_data["key"] or new_key(),
                about=chosen,
                lines=form.lines(),
                last_day=form.cleaned_data["last_day"],
                entrances=form.chosen_entrances(),
            )
        except ValidationError as refusal:
            form.add_error("last_day" if refusal.code == "term" else None, refusal)
        else:
            return redirect(made)
    names = {subject: name for name, subject in subjects.items()}
    choice = SubjectForm(
        initial={"about": names[chosen]}, subjects=[(name, subject_label(one)) for name, one in subjects.items()]
    )
    packs = PosterPack.objects.filter(community=community).with_scans().order_by("-made_at", "-pk")
    page = Paginator(packs, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "posters/pack.html",
        {"community": community, "choice": choice, "about": names[chosen], "form": form, "page": page},
    )


def _pack_form(request, community, subject):
    entrances = entrances_of(community)
    tells_where = subject == MEETING or isinstance(subject, Meeting)
    if request.method == "POST":
        return PackForm(request.POST, entrances=entrances, tells_where=tells_where)
    # Neighbours read the sheet in the main language, whatever the activist's.
    with translation.override(settings.LANGUAGE_CODE):
        lines = draft_lines(subject, community, now=request.now)
    last_day = last_day_of(subject, now=request.now)
    initial = {**lines, "last_day": last_day, "key": new_key()}
    return PackForm(initial=initial, entrances=entrances, tells_where=tells_where)


@login_required
@require_safe
def sheets(request, slug, public_id):
    """The posters as a PDF: printed again, they keep their addresses."""
    community = _printed_in(request, slug)
    packs = PosterPack.objects.filter(community=community).select_related("initiative", "vote", "meeting")
    made = get_object_or_404(packs.prefetch_related("posters"), public_id=public_id)
    made.community, made.municipality = community, request.municipality
    return pdf_answer(print_sheets(made), f"posters-{community.slug}")


@require_safe
def follow(request, public_id):
    """The short address on the paper: counts who came by it and leads to what it is about, after its last day, too."""
    posters = Poster.objects.within(request.municipality).filter(pack__community__live=True)
    poster = get_object_or_404(
        posters.select_related("pack__community", "pack__initiative", "pack__vote", "pack__meeting"),
        public_id=public_id,
    )
    poster.pack.municipality = request.municipality
    if _is_person(request):
        actions.count_scan(poster, at=request.now)
    answer = redirect(_target(poster.pack, request.user))
    answer["Cache-Control"] = "no-store"
    return answer


def _is_person(request) -> bool:
    """Whether somebody reads what the address answers; what is asked ahead of time or by a robot is not a scan."""
    if request.method != "GET" or any(name in request.headers for name in AHEAD):
        return False
    return not ROBOTS.search(request.headers.get("User-Agent", ""))


def _target(pack, user):
    """What the poster is about, where this person may see it; else its community."""
    subject = pack.subject
    if subject == pack.community:
        return subject
    return subject if type(subject).objects.visible_to(user).filter(pk=subject.pk).exists() else pack.community
