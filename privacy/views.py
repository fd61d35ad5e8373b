"""My data: consents, the name neighbours see, a copy, who looked, and leaving for good."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import give_consent
from accounts.consents import ERASURE_DAYS, standing_of
from accounts.models import ConsentKind
from accounts.reauthentication import recently_authenticated
from core import clock
from privacy import actions, wording
from privacy.copies import archive_of, file_name
from privacy.forms import EraseForm, PublicNameForm
from privacy.looking import described, looks_at, visits_of
from privacy.models import Erasure

PER_PAGE = 30


def mine(view):
    """A page of the person alone, kept by no cache."""
    return login_required(never_cache(view))


@mine
@require_safe
def page(request):
    """My data."""
    return render(request, "privacy/page.html", {"standings": list(standing_of(request.user).values())})


def _kind(value) -> ConsentKind:
    if value not in ConsentKind:
        raise Http404
    return ConsentKind(value)


@mine
@require_POST
def give(request, kind):
    give_consent(request.user, kind=_kind(kind))
    messages.success(request, _("Your consent is kept."))
    return redirect("privacy:page")


@mine
def withdraw(request, kind):
    """What follows from taking a consent back, and taking it back."""
    kind = _kind(kind)
    standing = standing_of(request.user)[kind]
    if standing.given is None:
        return redirect("privacy:page")
    refusal = None
    if request.method == "POST":
        try:
            actions.withdraw_consent(request.user, kind=kind, municipality=request.municipality)
        except ValidationError as error:
            refusal = error
        else:
            messages.success(request, _("The consent is withdrawn."))
            return redirect("privacy:page")
    return render(request, "privacy/withdraw.html", {"standing": standing, "days": ERASURE_DAYS, "refusal": refusal})


@mine
def public_name(request):
    """The name that neighbours see."""
    form = PublicNameForm(request.POST or None, initial={"name": request.user.chosen_name})
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.choose_name(request.user, name=form.cleaned_data["name"])
        except ValidationError as refusal:
            form.add_error("name", refusal)
        else:
            messages.success(request, _("Neighbours now see: %(name)s") % {"name": person.public_name})
            return redirect("privacy:public_name")
    return render(request, "privacy/public_name.html", {"form": form})


@require_POST
@never_cache
@recently_authenticated
def copy(request):
    """Everything that is kept about the person, as a ZIP."""
    at = clock.now()
    chunks = archive_of(request.user, at=at, site=request.municipality.site.root_url)
    actions.give_copy(request.user, by=request.user, municipality=request.municipality)
    answer = StreamingHttpResponse(chunks, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{file_name(at)}"'
    return answer


@never_cache
@recently_authenticated
def erase(request):
    """What goes and what stays, and deleting the account."""
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act = actions.erase_myself(
                request.user, municipality=request.municipality, with_words=form.cleaned_data["with_words"]
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            logout(request)
            return redirect(act)
    return render(request, "privacy/erase.html", {"form": form})


@never_cache
@require_safe
def act(request, public_id):
    """An act of destruction. It names nobody: whoever knows its number may read and print it."""
    erasure = get_object_or_404(Erasure.objects.within(request.municipality), public_id=public_id)
    return render(
        request,
        "privacy/act.html",
        {
            "act": erasure,
            "gone": wording.lines(erasure.gone, wording.GONE),
            "kept": wording.lines(erasure.kept, wording.KEPT),
        },
    )


@mine
@require_safe
def looks(request):
    """Which members of staff saw the person's record, when and why."""
    rows = Paginator(looks_at(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "privacy/looks.html",
        {
            "page": rows,
            "looks": described(rows.object_list),
            "visits": visits_of(request.user) if rows.number == 1 else [],
        },
    )
