"""What activists and the administrator do in discussions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from feed import actions, permissions, reading
from feed.forms import BlockForm, HideForm, RedactForm
from feed.models import AbuseReport, ReportState
from feed.views.writing import get_said
from municipalities.permissions import is_administrator

PER_PAGE = 20


def _back(request, said):
    """To the queue when the act came from there, else to the words."""
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        # Not `redirect`, which takes a word without a slash for the name of a view.
        return HttpResponseRedirect(target)
    return redirect(reading.address_of(said))


@login_required
@require_safe
def reports(request):
    """Comments and posts with complaints, and disputes about hiding, that this person may decide."""
    comments = permissions.reported_comments(request.user, request.municipality)
    posts = permissions.reported_posts(request.user, request.municipality)
    if comments is None or posts is None:
        raise PermissionDenied
    fresh = AbuseReport.objects.filter(state=ReportState.NEW).order_by("pk")
    pages = [
        Paginator(
            rows.visible_to(request.user)
            .with_thread()
            .prefetch_related(Prefetch("reports", queryset=fresh, to_attr="fresh_reports"))
            .order_by("pk"),
            PER_PAGE,
        ).get_page(request.GET.get(parameter))
        for rows, parameter in ((posts, "posts"), (comments, "page"))
    ]
    is_chief = is_administrator(request.user, request.municipality)
    return render(
        request,
        "feed/reports.html",
        {"posts": pages[0], "page": pages[1], "said_all": [*pages[0], *pages[1]], "is_administrator": is_chief},
    )


def _act(request, public_id, slug, act, done, **codes):
    """One press of a moderator's button."""
    said = get_said(request, public_id, slug)
    try:
        act(said, by=request.user, **codes)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, done)
    return _back(request, said)


@login_required
@require_POST
def pin(request, public_id, slug=None):
    return _act(request, public_id, slug, actions.pin, _("It is pinned."))


@login_required
@require_POST
def unpin(request, public_id, slug=None):
    return _act(request, public_id, slug, actions.unpin, _("It is no longer pinned."))


@login_required
@require_POST
def restore(request, public_id, slug=None):
    return _act(request, public_id, slug, actions.restore_words, _("It is shown again."))


@login_required
@require_POST
def decide(request, public_id, slug=None):
    """The administrator's answer to a dispute: the button pressed says which."""
    shown = request.POST.get("restore") == "1"
    done = _("It is shown again.") if shown else _("It stays hidden.")
    return _act(request, public_id, slug, actions.decide_appeal, done, restore=shown)


@transaction.atomic
def _dismiss_all(said, *, by):
    fresh = list(said.reports.filter(state=ReportState.NEW))
    if not permissions.can_hide(by, said):
        raise PermissionDenied
    if not fresh:
        raise ValidationError(_("This complaint has been decided already."), code="decided")
    for report in fresh:
        actions.dismiss_report(report, by=by)


@login_required
@require_POST
def dismiss(request, public_id, slug=None):
    """Leave the words as they are, whoever complained."""
    return _act(request, public_id, slug, _dismiss_all, _("It stays as it is."))


@login_required
def hide(request, public_id, slug=None):
    """Hide a comment or a post with a reason that everybody sees."""
    said = get_said(request, public_id, slug)
    if not permissions.can_hide(request.user, said):
        raise PermissionDenied
    form = HideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.hide_words(said, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("It is hidden; the author may dispute that before the town."))
            return _back(request, said)
    return render(request, "feed/hide.html", {"said": said, "form": form, "next": request.GET.get("next", "")})


@login_required
def redact(request, public_id, slug=None):
    """Hide the personal data in a comment or a post and leave its words."""
    said = get_said(request, public_id, slug)
    if not permissions.can_redact(request.user, said):
        raise PermissionDenied
    form = RedactForm(request.POST if request.method == "POST" else None, suspected=actions.suspected(said))
    if request.method == "POST" and form.is_valid():
        try:
            actions.redact(said, by=request.user, fragments=form.fragments())
        except ValidationError as refusal:
            form.add_error("others", refusal)
        else:
            messages.success(request, _("The personal data are hidden; the author will hear of it."))
            return _back(request, said)
    return render(request, "feed/redact.html", {"said": said, "form": form, "next": request.GET.get("next", "")})


@login_required
def block(request, public_id, slug=None):
    """Stop the author of a comment or a post from writing in this community for a time."""
    said = get_said(request, public_id, slug)
    community = said.thread.community
    community.municipality = request.municipality
    if said.author is None or not permissions.can_block(request.user, said.author, community):
        raise PermissionDenied
    form = BlockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.block_author(said.author, community=community, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The author cannot write here until the block ends."))
            return redirect(reading.address_of(said))
    return render(request, "feed/block.html", {"said": said, "form": form})
