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
from feed.views.writing import get_comment
from municipalities.permissions import is_administrator

PER_PAGE = 20


def _back(request, comment):
    """To the queue when the act came from there, else to the comment."""
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        # Not `redirect`, which takes a word without a slash for the name of a view.
        return HttpResponseRedirect(target)
    return redirect(reading.address_of(comment))


@login_required
@require_safe
def reports(request):
    """Comments with complaints, and disputes about hiding, that this person may decide."""
    comments = permissions.reported_comments(request.user, request.municipality)
    if comments is None:
        raise PermissionDenied
    fresh = AbuseReport.objects.filter(state=ReportState.NEW).order_by("pk")
    comments = (
        comments.visible_to(request.user)
        .with_thread()
        .prefetch_related(Prefetch("reports", queryset=fresh, to_attr="fresh_reports"))
        .order_by("pk")
    )
    page = Paginator(comments, PER_PAGE).get_page(request.GET.get("page"))
    is_chief = is_administrator(request.user, request.municipality)
    return render(request, "feed/reports.html", {"page": page, "is_administrator": is_chief})


def _act(request, public_id, act, done, **codes):
    """One press of a moderator's button."""
    comment = get_comment(request, public_id)
    try:
        act(comment, by=request.user, **codes)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, done)
    return _back(request, comment)


@login_required
@require_POST
def pin(request, public_id):
    return _act(request, public_id, actions.pin, _("The comment is pinned."))


@login_required
@require_POST
def unpin(request, public_id):
    return _act(request, public_id, actions.unpin, _("The comment is no longer pinned."))


@login_required
@require_POST
def restore(request, public_id):
    return _act(request, public_id, actions.restore_comment, _("The comment is shown again."))


@login_required
@require_POST
def decide(request, public_id):
    """The administrator's answer to a dispute: the button pressed says which."""
    shown = request.POST.get("restore") == "1"
    done = _("The comment is shown again.") if shown else _("The comment stays hidden.")
    return _act(request, public_id, actions.decide_appeal, done, restore=shown)


@transaction.atomic
def _dismiss_all(comment, *, by):
    fresh = list(comment.reports.filter(state=ReportState.NEW).select_related("comment__thread__municipality"))
    if not permissions.can_hide(by, comment):
        raise PermissionDenied
    if not fresh:
        raise ValidationError(_("This complaint has been decided already."), code="decided")
    for report in fresh:
        actions.dismiss_report(report, by=by)


@login_required
@require_POST
def dismiss(request, public_id):
    """Leave the comment as it is, whoever complained."""
    return _act(request, public_id, _dismiss_all, _("The comment stays as it is."))


@login_required
def hide(request, public_id):
    """Hide a comment with a reason that everybody sees."""
    comment = get_comment(request, public_id)
    if not permissions.can_hide(request.user, comment):
        raise PermissionDenied
    form = HideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.hide_comment(comment, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The comment is hidden; its author may dispute that before the town."))
            return _back(request, comment)
    return render(request, "feed/hide.html", {"comment": comment, "form": form, "next": request.GET.get("next", "")})


@login_required
def redact(request, public_id):
    """Hide the personal data in a comment and leave its words."""
    comment = get_comment(request, public_id)
    if not permissions.can_redact(request.user, comment):
        raise PermissionDenied
    form = RedactForm(request.POST if request.method == "POST" else None, suspected=actions.suspected(comment))
    if request.method == "POST" and form.is_valid():
        try:
            actions.redact(comment, by=request.user, fragments=form.fragments())
        except ValidationError as refusal:
            form.add_error("others", refusal)
        else:
            messages.success(request, _("The personal data are hidden; the author will hear of it."))
            return _back(request, comment)
    return render(request, "feed/redact.html", {"comment": comment, "form": form, "next": request.GET.get("next", "")})


@login_required
def block(request, public_id):
    """Stop the author of a comment from writing in this community for a time."""
    comment = get_comment(request, public_id)
    community = comment.thread.community
    community.municipality = request.municipality
    if comment.author is None or not permissions.can_block(request.user, comment.author, community):
        raise PermissionDenied
    form = BlockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.block_author(comment.author, community=community, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The author cannot write here until the block ends."))
            return redirect(reading.address_of(comment))
    return render(request, "feed/block.html", {"comment": comment, "form": form})
