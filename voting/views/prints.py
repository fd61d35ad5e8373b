"""What is printed for a vote: ballots with their codes, and the register for signatures."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.reauthentication import recently_authenticated
from voting import actions, prints
from voting.forms import PrintForm
from voting.models import CountedBy, RollEntry, Slip
from voting.prints.common import roll_in_order
from voting.views.paper import managed_vote

# A file of this many sheets is made within seconds, and printed within an hour.
MOST_BALLOTS = 1000


def pdf_answer(content, name) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@never_cache
@recently_authenticated
def print_papers(request, public_id):
    """A form for the ballots, which is answered with the sheets themselves: their codes are shown this once."""
    vote = managed_vote(request, public_id)
    if vote.roll_size == 0 or not (vote.paper_allowed or vote.codes_allowed):
        raise Http404
    places = _places(vote)
    form = PrintForm(request.POST or None, vote=vote, places=[(value, words) for value, words, _filters in places])
    if request.method == "POST" and form.is_valid():
        filters = next(filters for value, _words, filters in places if value == form.cleaned_data["place"])
        try:
            if "revoke" in request.POST:
                return _revoked(request, vote, form, filters)
            return _printed(request, vote, form, filters)
        except ValidationError as refusal:
            form.add_error("flat" if refusal.code == "no_flats" and "flat" in form.fields else None, refusal)
    slips = Slip.objects.filter(vote=vote)
    context = {
        "vote": vote,
        "form": form,
        "printed": slips.count(),
        "is_open": vote.is_open(request.now),
        "by_person": vote.counted_by == CountedBy.PERSON,
    }
    return render(request, "voting/paper/print.html", context)


def _places(vote):
    """(value, words, filters) of everything, each house and each entrance."""
    rows = RollEntry.objects.filter(vote=vote).order_by("community__title", "entrance")
    found = rows.values_list("community_id", "community__title", "entrance").distinct()
    houses = {}
    for community_id, title, entrance in found:
        houses.setdefault((community_id, title), []).append(entrance)
    places = [("all", _("Everybody on the roll"), {})]
    for (community_id, title), entrances in houses.items():
        if len(houses) > 1:
            places.append((f"{community_id}", title, {"community": community_id}))
        for number in entrances:
            if number is not None:
                words = _("%(place)s, entrance %(number)s") % {"place": title, "number": number}
                places.append((f"{community_id}-{number}", words, {"community": community_id, "entrance": number}))
    return places


def _chosen(vote, form, filters):
    entries = roll_in_order(vote, **filters)
    flat = form.cleaned_data.get("flat", "").strip().casefold()
    return [entry for entry in entries if entry.flat.casefold() == flat] if flat else entries


def _printed(request, vote, form, filters):
    entries = _chosen(vote, form, filters)
    if len(entries) > MOST_BALLOTS:
        raise ValidationError(
            _("That is more than %(most)s sheets: print by houses or entrances."), code="many",
            params={"most": MOST_BALLOTS},
        )  # fmt: skip
    issued = actions.issue_slips(vote, entries, request.user)
    return pdf_answer(prints.ballots_pdf(vote, issued), f"ballots-{vote.number}")


def _revoked(request, vote, form, filters):
    if not form.cleaned_data.get("flat"):
        raise ValidationError(_("Write the flat whose ballots were lost."), code="no_flats")
    actions.revoke_slips(vote, _chosen(vote, form, filters), request.user)
    messages.success(request, _("The printed ballots of this flat are cancelled: print a new one."))
    return redirect("voting:print", vote.public_id)


@login_required
@require_safe
def print_register(request, public_id):
    vote = managed_vote(request, public_id)
    if vote.roll_size == 0:
        raise Http404
    return pdf_answer(prints.register_pdf(vote), f"register-{vote.number}")
