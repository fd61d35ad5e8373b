"""Paper ballots: finding the one in hand, typing it in, comparing two readings, looking at its picture."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from communities.permissions import activist_communities
from journal.actions import note_look, record
from journal.models import LookReason
from journal.verbs import Verb
from municipalities.permissions import is_administrator
from voting import actions, answers, permissions
from voting.codes import digest_of, normalised
from voting.forms import FindPaperForm, PaperForm
from voting.models import Ballot, CountedBy, PaperEntry, PaperState, RollEntry, RollVoter, Slip
from voting.prints.common import home_of
from voting.views.common import get_vote, parts_of

PER_PAGE = 30
MOST_FOUND = 30
MOST_SEARCHED = 3000
GROUPS = {
    "reading": [PaperState.WAITING, PaperState.DIFFERS],
    "counted": [PaperState.COUNTED],
    "refused": [PaperState.REFUSED],
}


def managed_vote(request, public_id):
    """The vote, for those who run it."""
    vote = get_vote(request, public_id)
    if not permissions.can_manage(request.user, vote):
        raise PermissionDenied
    return vote


def _named(vote, entry):
    """The entry with what its home is called by; see `prints.common`."""
    entry.vote = vote
    entry.person = User.objects.filter(actor_key=entry.key).first() if vote.counted_by == CountedBy.PERSON else None
    entry.home = home_of(entry)
    return entry


def reading_of(request, typed):
    """Where whoever runs the vote types a scanned ballot in; None for others, and for ballots of their own flat."""
    user, code = request.user, normalised(typed)
    if not code or not user.is_authenticated or permissions.is_at_desk(user):
        return None
    if not activist_communities(user) and not is_administrator(user, request.municipality):
        return None
    slips = Slip.objects.filter(vote__municipality=request.municipality, vote__paper_allowed=True)
    slip = slips.filter(digest=digest_of(code)).select_related("vote", "entry").first()
    if slip is None or not slip.vote.is_open(request.now):
        return None
    if not permissions.can_manage(user, slip.vote) or permissions.is_own_entry(user, slip.entry):
        return None
    return _address(slip.vote, slip.entry, slip)


def _address(vote, entry, slip=None) -> str:
    address = reverse("voting:read_paper", args=[vote.public_id, entry.line])
    return f"{address}?slip={slip.public_id}" if slip else address


@never_cache
@login_required
def papers(request, public_id):
    """Find the ballot in hand, and see what became of the others."""
    vote = managed_vote(request, public_id)
    form = FindPaperForm(request.POST or None, vote=vote)
    found = []
    if request.method == "POST" and form.is_valid():
        found = _find(vote, form.cleaned_data["what"])
        if len(found) == 1:
            return redirect(found[0])
        if not found:
            form.add_error("what", _("Nothing of this kind is on the roll. Check the code, the number or the name."))
    return render(request, "voting/paper/list.html", {**_listed(request, vote), "form": form, "found": found})


def _find(vote, what) -> list:
    """Addresses to type in at: of the print whose code it is, else of flats of that number or people of that name."""
    slip = actions.find_slip(vote, what)
    if slip is not None:
        return [_address(vote, slip.entry, slip)]
    roll = RollEntry.objects.filter(vote=vote).select_related("community")
    if vote.counted_by != CountedBy.PERSON:
        entries = list(roll.filter(flat__in={what.strip(), what.strip().lower(), what.strip().upper()})[:MOST_FOUND])
    else:
        entries = _people_named(vote, roll, " ".join(what.casefold().split()))
    _name_all(vote, entries)
    return [_address(vote, entries[0])] if len(entries) == 1 else [(entry, _address(vote, entry)) for entry in entries]


def _people_named(vote, roll, wanted) -> list[RollEntry]:
    # Names are compared here, for SQLite knows no case of Cyrillic; of a whole town only the code finds a ballot.
    if vote.roll_size > MOST_SEARCHED:
        return []
    keys = RollVoter.objects.filter(entry__vote=vote).values("voter_key")
    people = User.objects.filter(actor_key__in=keys)
    found = [str(one.actor_key) for one in people if wanted in one.get_full_name().casefold()]
    return list(roll.filter(key__in=found[:MOST_FOUND]))


def _listed(request, vote) -> dict:
    rows = PaperEntry.objects.filter(vote=vote)
    chosen = request.GET.get("state")
    if chosen not in GROUPS:
        chosen = "reading"
    words = {
        "reading": _("Being read"),
        "counted": pgettext("paper ballots", "Counted"),
        "refused": pgettext("paper ballots", "Not counted"),
    }
    shown = rows.filter(state__in=GROUPS[chosen]).select_related("entry__community", "entered_by", "second_by")
    page = Paginator(shown.order_by("-entered_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    for paper in page:
        paper.vote = vote
    _name_all(vote, [paper.entry for paper in page])
    tabs = [{"label": label, "url": f"?state={name}", "current": name == chosen} for name, label in words.items()]
    return {"vote": vote, "page": page, "group": chosen, "group_tabs": tabs, "is_open": vote.is_open(request.now)}


def _name_all(vote, entries) -> None:
    people = {}
    if vote.counted_by == CountedBy.PERSON:
        people = {str(one.actor_key): one for one in User.objects.filter(actor_key__in=[one.key for one in entries])}
    for entry in entries:
        entry.vote, entry.person = vote, people.get(entry.key)
        entry.home = home_of(entry)


@never_cache
@login_required
def read_paper(request, public_id, line):
    """Type in what stands on the paper; nobody is shown what another read."""
    vote = managed_vote(request, public_id)
    if not vote.paper_allowed:
        raise Http404
    entry = _named(vote, get_object_or_404(RollEntry.objects.select_related("community"), vote=vote, line=line))
    slip = get_object_or_404(Slip, entry=entry, public_id=request.GET["slip"]) if "slip" in request.GET else None
    papers = PaperEntry.objects.filter(vote=vote, entry=entry)
    counted = papers.filter(state=PaperState.COUNTED).first()
    reading = papers.filter(state__in=GROUPS["reading"]).first()
    items = parts_of(request, vote)["items"]
    form = PaperForm(request.POST or None, request.FILES or None, vote=vote, items=items)
    if request.method == "POST" and form.is_valid():
        try:
            paper = _taken(request, vote, entry, slip, form, corrects=counted is not None)
        except ValidationError as refusal:
            form.add_error("scan" if refusal.code in SCAN_FAULTS else None, refusal)
        else:
            _say(request, paper)
            return redirect("voting:paper", vote.public_id, paper.public_id)
    context = {
        "vote": vote,
        "entry": entry,
        "form": form,
        "counted": counted,
        "reading": reading,
        "is_mine": reading is not None and request.user.pk in (reading.entered_by_id, reading.second_by_id),
        "is_own": permissions.is_own_entry(request.user, entry),
        "is_open": vote.is_open(request.now),
    }
    return render(request, "voting/paper/read.html", context)


# Of `core.photos.cleaned`, and of the act where the picture is what is wrong.
SCAN_FAULTS = ("too_large", "not_a_picture", "too_many_pixels", "animated", "quota", "third")


def _taken(request, vote, entry, slip, form, *, corrects):
    shared = {"entry": entry, "choices": form.choices, "by": request.user, "scan": form.cleaned_data["scan"]}
    if corrects:
        return actions.correct_paper(vote, **shared)
    return actions.enter_paper(vote, **shared, slip=slip)


def _say(request, paper) -> None:
    if paper.state == PaperState.COUNTED:
        messages.success(request, _("The paper ballot is counted."))
    elif paper.state == PaperState.WAITING:
        messages.success(request, _("Written down. Now a second person types the same ballot in."))
    elif paper.state == PaperState.DIFFERS:
        messages.warning(request, _("You two read this ballot differently."))
    else:
        messages.warning(request, _("This ballot is not counted: the vote was given on the site first."))


@never_cache
@login_required
@require_safe
def paper(request, public_id, paper_id):
    """What became of one paper ballot. Both who differ see both readings; others see neither."""
    vote = managed_vote(request, public_id)
    found = _get_paper(vote, paper_id)
    readers = (found.entered_by_id, found.second_by_id)
    readings = []
    if found.state == PaperState.DIFFERS and request.user.pk in readers:
        pairs = ((found.entered_by, found.choices), (found.second_by, found.second_choices))
        readings = [(reader, answers.spoken(vote.manifest, choices)) for reader, choices in pairs]
    context = {
        "vote": vote,
        "paper": found,
        "entry": _named(vote, found.entry),
        "readings": readings,
        "is_reader": request.user.pk in readers,
        "is_open": vote.is_open(request.now),
        "is_being_read": found.state in GROUPS["reading"],
        "receipt": _receipt(found),
        "address": _address(vote, found.entry),
    }
    return render(request, "voting/paper/detail.html", context)


def _get_paper(vote, paper_id):
    rows = PaperEntry.objects.select_related("entry__community", "entered_by", "second_by")
    found = get_object_or_404(rows, vote=vote, public_id=paper_id)
    found.vote = vote
    return found


def _receipt(found) -> str:
    if found.state != PaperState.COUNTED:
        return ""
    return Ballot.objects.get(participation__entry=found.entry_id, vote=found.vote).receipt


@login_required
@require_safe
def paper_scan(request, public_id, paper_id):
    """The picture of a ballot, for those who run the vote; that they looked is kept."""
    vote = managed_vote(request, public_id)
    found = _get_paper(vote, paper_id)
    if not found.scan:
        raise Http404
    voters = User.objects.filter(actor_key__in=found.entry.voters.values("voter_key"))
    with transaction.atomic():
        looked = {"by": request.user, "municipality": request.municipality}
        if not note_look(voters, **looked, target=found, reason=LookReason.BALLOTS):
            # Of a flat without accounts: nobody reads it on their page, and the journal still says it.
            record(Verb.PERSONAL_DATA_SEEN, found, **looked, reason=LookReason.BALLOTS)
    with found.scan.open("rb") as file:
        answer = HttpResponse(file.read(), content_type="image/jpeg")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@login_required
@require_POST
def withdraw_paper(request, public_id, paper_id):
    vote = managed_vote(request, public_id)
    found = _get_paper(vote, paper_id)
    try:
        actions.withdraw_paper(found, by=request.user)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The reading is taken back."))
    return redirect("voting:papers", vote.public_id)
