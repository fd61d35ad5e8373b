"""The front desk: finding a resident, their consent, the visit, what was done."""

import secrets
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.limits import Limit, spend
from accounts.models import User
from communities.actions import desk as actions
from communities.desk import consent
from communities.desk.finding import MOST, find, known
from communities.desk.forms import CodeForm, FindForm, RegisterForm, StartForm
from communities.desk.middleware import SESSION
from communities.desk.visits import events_of
from communities.models import DeskConsent, DeskVisit
from communities.permissions import can_use_desk
from journal.actions import note_look
from journal.models import LookReason
from journal.verbs import Verb

# Whom this session has found: the pages go by random names, for no number of a person belongs in an address.
FOUND = "desk_found"
# More than anybody does in a quarter of an hour.
SHOWN = 50
SEARCHES = Limit("desk-search", 60, 3600)


def receiving(view):
    """For those who receive residents, and not during a visit, which is ended first."""

    @login_required
    @never_cache
    @wraps(view)
    def checked(request, *args, **kwargs):
        if not can_use_desk(request.user, request.municipality):
            raise PermissionDenied
        if request.desk_visit:
            return redirect("desk:page")
        return view(request, *args, **kwargs)

    return checked


@login_required
@never_cache
def page(request):
    """Who is at the desk: find them, or go on with the visit."""
    if not can_use_desk(request.user, request.municipality):
        raise PermissionDenied
    if request.desk_visit:
        return render(request, "communities/desk/running.html", {"visit": request.desk_visit})
    form = FindForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        try:
            spend(SEARCHES, str(request.user.pk))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            found = _found(request, form.cleaned_data["q"])
    return render(request, "communities/desk/page.html", {"form": form, "found": found, "most": MOST})


def _found(request, query) -> list:
    """(random name, person found), each kept as a look at their record."""
    people = find(query, request.municipality)
    note_look(
        [found.person for found in people],
        by=request.user,
        municipality=request.municipality,
        target=request.municipality,
        reason=LookReason.DESK,
    )
    named = [(secrets.token_urlsafe(8), found) for found in people]
    request.session[FOUND] = {token: found.person.pk for token, found in named}
    return named


@receiving
def start(request, token):
    """How the resident agrees: by a code, or on paper."""
    pk = request.session.get(FOUND, {}).get(token)
    person = get_object_or_404(User, pk=pk, is_active=True)
    found = known(person, request.municipality)
    form = StartForm(request.POST or None, found=found)
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data["consent"] == DeskConsent.CODE:
                consent.send_code(request, person)
                return redirect("desk:code")
            return _begin(request, person, DeskConsent.PAPER)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    return render(request, "communities/desk/start.html", {"found": found, "form": form})


def _begin(request, resident, how):
    visit = actions.start_visit(resident, by=request.user, municipality=request.municipality, consent=how)
    request.session.pop(FOUND, None)
    request.session[SESSION] = visit.public_id
    return redirect("desk:page")


@receiving
def code(request):
    """The code that the resident reads out."""
    resident = consent.awaited(request)
    if resident is None:
        messages.warning(request, _("The code is out of date. Find the resident again and send a new one."))
        return redirect("desk:page")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if consent.is_right(request, resident, form.cleaned_data["code"]):
                return _begin(request, resident, DeskConsent.CODE)
            form.add_error("code", _("The code is wrong. Check it in the latest letter."))
        except ValidationError as refusal:
            form.add_error(None, refusal)
    found = known(resident, request.municipality)
    return render(request, "communities/desk/code.html", {"found": found, "form": form})


@receiving
def register(request):
    """An account for a person without one; the visit begins at once, for they have signed their consent."""
    form = RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = {name: form.cleaned_data[name] for name in ("first_name", "last_name", "email", "phone")}
        try:
            resident = actions.register_resident(by=request.user, municipality=request.municipality, **typed)
            return _begin(request, resident, DeskConsent.PAPER)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    return render(request, "communities/desk/register.html", {"form": form})


@login_required
@require_POST
def end(request):
    """Stop acting for the resident, and see what was done."""
    if request.desk_visit is None:
        return redirect("desk:page")
    visit = actions.end_visit(request.desk_visit, by=request.user)
    request.session.pop(SESSION, None)
    messages.success(request, _("The visit is over: you act for yourself again."))
    return redirect(visit)


def _title(target) -> str:
    """What an act was about: a thing with a title, or the community or discussion of one without."""
    for thing in (target, getattr(target, "community", None), getattr(target, "thread", None)):
        if getattr(thing, "title", ""):
            return thing.title
    return ""


@login_required
@never_cache
def visit(request, public_id):
    """What was done: for the resident, who may also stop it from here, and for the member of staff."""
    visits = DeskVisit.objects.within(request.municipality).select_related("staff", "resident")
    visit = get_object_or_404(visits, public_id=public_id)
    if request.user.pk not in (visit.resident_id, visit.staff_id):
        raise Http404
    if request.method == "POST":
        actions.end_visit(visit, by=request.user)
        messages.success(request, _("The visit is over: nobody acts for the resident any more."))
        return redirect(visit)
    if request.user.pk != visit.resident_id:
        note_look(
            [visit.resident], by=request.user, municipality=request.municipality, target=visit, reason=LookReason.DESK
        )
    acts = [(event, Verb(event.verb).label, _title(event.target)) for event in events_of(visit)[:SHOWN]]
    is_running = visit.ended_at is None and visit.expires_at > request.now
    context = {"visit": visit, "acts": acts, "is_mine": visit.resident_id == request.user.pk, "is_running": is_running}
    return render(request, "communities/desk/visit.html", context)
