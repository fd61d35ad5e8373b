"""Annual reports: their list, ordering, words, signature and files."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.models import CommunityPage
from communities.permissions import activist_communities
from core.uploads import attachment
from figures import actions
from figures.forms import OrderForm, SignForm, TextsForm
from figures.models import AnnualReport, ReportFormat
from figures.permissions import can_edit, can_make, can_make_somewhere, can_sign
from figures.showing import Figures
from figures.views.wish import Wish

PER_PAGE = 20
MOST_LED = 50


def _visible(request):
    reports = AnnualReport.objects.within(request.municipality).visible_to(request.user)
    return reports.select_related("municipality__site", "community", "signed_by", "made_by")


def _one(request, public_id, may) -> AnnualReport:
    report = get_object_or_404(_visible(request), public_id=public_id)
    if not may(request.user, report):
        raise PermissionDenied
    return report


@require_safe
def reports(request):
    """Signed reports for everybody; drafts for those who work on them."""
    page = Paginator(_visible(request).defer("figures"), PER_PAGE).get_page(request.GET.get("page"))
    may_make = can_make_somewhere(request.user, request.municipality)
    return render(request, "figures/report_list.html", {"page": page, "may_make": may_make})


@login_required
def new_report(request):
    """Order the report of a year, of the town or of the community that the address names."""
    wish = Wish.of(request)
    town, community = request.municipality, wish.place.community
    if not can_make_somewhere(request.user, town):
        raise PermissionDenied
    may = can_make(request.user, town, community)
    if request.GET.get("community") and not may:
        raise PermissionDenied
    this_year = town.today(request.now).year
    years = sorted({this_year, this_year - 1, *Figures.of(wish.place).years} - {this_year + 1}, reverse=True)
    form = OrderForm(request.POST or None, years=years, initial={"year": this_year - 1})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.order_report(town, by=request.user, community=community, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect(made)
    led = CommunityPage.objects.within(town).live().filter(pk__in=activist_communities(request.user)).defer("about")
    context = {"form": form, "wish": wish, "may": may, "led": led.order_by("title")[:MOST_LED]}
    return render(request, "figures/report_new.html", context)


@require_safe
def report(request, public_id):
    """What is in a report, who signed it, its files and their digests."""
    found = get_object_or_404(_visible(request), public_id=public_id)
    files = [
        {
            "kind": kind,
            "name": label,
            "size": getattr(found, kind).size,
            "digest": getattr(found, f"{kind}_digest"),
        }
        for kind, label in ReportFormat.choices
        if getattr(found, f"{kind}_digest") and found.state in ("draft", "signed")
    ]
    texts = [(found._meta.get_field(name).verbose_name, getattr(found, name)) for name in found.TEXTS]
    context = {
        "report": found,
        "files": files,
        "texts": [(name, text) for name, text in texts if text],
        "is_over": found.year < request.municipality.today(request.now).year,
        "may_edit": not found.is_signed and can_edit(request.user, found),
        "may_sign": can_sign(request.user, found),
    }
    return render(request, "figures/report.html", context)


@login_required
def rewrite_report(request, public_id):
    """Complete the words; the files are then made anew."""
    found = _one(request, public_id, can_edit)
    if found.is_signed:
        return redirect(found)
    form = TextsForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.rewrite_report(found, by=request.user, **{name: form.cleaned_data[name] for name in found.TEXTS})
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The report is being made anew."))
            return redirect(found)
    return render(request, "figures/report_edit.html", {"report": found, "form": form})


@login_required
def sign_report(request, public_id):
    """Sign off what stands in the files, of which the page shows the digests."""
    found = _one(request, public_id, can_sign)
    form = SignForm(request.POST or None, initial={"seal": actions.seal_of(found)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.sign_report(found, by=request.user, seal=form.cleaned_data["seal"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The report is signed off."))
            return redirect(found)
    elif found.is_signed:
        return redirect(found)
    return render(request, "figures/report_sign.html", {"report": found, "form": form})


@login_required
def remove_report(request, public_id):
    """Throw a draft away, after a question."""
    found = _one(request, public_id, can_edit)
    if found.is_signed:
        return redirect(found)
    if request.method == "POST":
        try:
            actions.remove_report(found, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(found)
        messages.success(request, _("The draft is thrown away."))
        return redirect("figures:reports")
    return render(request, "figures/report_remove.html", {"report": found})


@require_safe
def download(request, public_id, kind):
    """One of the files, to those who may see the report."""
    found = get_object_or_404(_visible(request), public_id=public_id)
    if kind not in ReportFormat.values or not getattr(found, kind):
        raise Http404
    return attachment(getattr(found, kind), title=found.title, extension=kind)
