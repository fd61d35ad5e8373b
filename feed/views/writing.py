"""What any resident does in a discussion."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.http import reswap, retarget

from feed import actions, permissions, reading
from feed.forms import AppealForm, CommentForm, ReportForm
from feed.models import Comment, Post, Thread


def get_comment(request, public_id) -> Comment:
    """The comment of this town with that name, if this reader may see its discussion. Raises Http404."""
    comments = Comment.objects.within(request.municipality).visible_to(request.user).with_thread()
    return get_object_or_404(comments.select_related("parent"), public_id=public_id)


def get_post(request, slug, public_id) -> Post:
    """The post of this town's community with that name, if this reader may see its feed. Raises Http404."""
    posts = Post.objects.within(request.municipality).visible_to(request.user).with_thread()
    return get_object_or_404(posts, community__slug=slug, public_id=public_id)


def get_said(request, public_id, slug=None) -> Comment | Post:
    """What a moderator's or an author's page is about: a post where the address names a community, else a comment."""
    return get_post(request, slug, public_id) if slug else get_comment(request, public_id)


def thread_fragment(request, thread, form=None):
    """The discussion alone, as a reload of its page would show it."""
    thread.refresh_from_db()
    page = reading.read(
        thread,
        user=request.user,
        municipality=request.municipality,
        number=reading.page_number(request.GET.get(reading.PAGE, "")),
        now=request.now,
        form=form,
    )
    return render(request, "feed/_thread.html", {"reading": page})


@login_required
def write(request, public_id):
    """A new conversation in a discussion."""
    threads = Thread.objects.within(request.municipality).visible_to(request.user)
    thread = get_object_or_404(threads.select_related("municipality", "community"), public_id=public_id)
    form = reading.comment_form(thread, request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            said = actions.comment(thread, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            if request.htmx:
                return thread_fragment(request, thread)
            messages.success(request, _("Your comment is published."))
            return redirect(reading.address_of(said))
    if request.htmx:
        return thread_fragment(request, thread, form=form)
    return render(request, "feed/write.html", {"thread": thread, "form": form})


@login_required
def reply(request, public_id):
    """An answer to somebody."""
    parent = get_comment(request, public_id)
    if parent.is_hidden:
        raise Http404
    form = reading.comment_form(
        parent.thread, request.user, request.POST or None, auto_id=f"reply_{parent.public_id}_%s"
    )
    if request.method == "POST" and form.is_valid():
        try:
            said = actions.comment(parent.thread, by=request.user, parent=parent, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            if request.htmx:
                return thread_fragment(request, parent.thread)
            messages.success(request, _("Your answer is published."))
            return redirect(reading.address_of(said))
    context = {"parent": parent, "thread": parent.thread, "form": form}
    if request.htmx:
        context["page"] = reading.page_number(request.GET.get(reading.PAGE, ""))
        answer = render(request, "feed/_reply_form.html", context)
        return reswap(retarget(answer, f"#reply-{parent.public_id}"), "innerHTML")
    return render(request, "feed/reply.html", context)


@require_safe
def branch(request, public_id):
    """One conversation with all its replies, page by page; a reply's address leads to its conversation."""
    comment = get_comment(request, public_id)
    if comment.parent_id is not None:
        return redirect(reading.address_of(comment))
    page = Paginator(reading.replies_of(comment), reading.BRANCH).get_page(request.GET.get("page"))
    root = reading.read_branch(comment, user=request.user, replies=page.object_list)
    return render(request, "feed/branch.html", {"root": root, "thread": comment.thread, "page": page})


@login_required
def edit(request, public_id):
    """Correct one's own words."""
    comment = get_comment(request, public_id)
    if not permissions.can_edit(request.user, comment):
        raise PermissionDenied
    form = CommentForm(request.POST or None, initial={"text": comment.text}, is_official=comment.is_official)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_comment(comment, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The comment is corrected; what it said before stays in its history."))
            return redirect(reading.address_of(comment))
    return render(request, "feed/edit.html", {"comment": comment, "form": form})


@require_safe
def go(request, public_id):
    """To the page of the discussion on which the comment stands now."""
    return redirect(reading.address_of(get_comment(request, public_id)))


@require_safe
def history(request, public_id):
    """What a comment said before it was corrected; of a hidden one only for those who may read it."""
    comment = get_comment(request, public_id)
    if comment.is_hidden and not permissions.can_see_hidden(request.user, comment):
        raise Http404
    page = Paginator(comment.revisions.all(), reading.ROOTS).get_page(request.GET.get("page"))
    return render(request, "feed/history.html", {"comment": comment, "page": page})


@login_required
def report(request, public_id, slug=None):
    """Complain to the moderator."""
    said = get_said(request, public_id, slug)
    if not permissions.can_report(request.user, said):
        raise PermissionDenied
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.report_words(said, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Thank you: the moderator will look at this."))
            return redirect(reading.address_of(said))
    return render(request, "feed/report.html", {"said": said, "form": form})


@login_required
def appeal(request, public_id, slug=None):
    """Dispute the hiding of one's own words before the town."""
    said = get_said(request, public_id, slug)
    if said.author_id != request.user.pk or not said.is_hidden:
        raise PermissionDenied
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.appeal_hiding(said, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The administrator of the town will decide."))
            return redirect(reading.address_of(said))
    return render(request, "feed/appeal.html", {"said": said, "form": form})
