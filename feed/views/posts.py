"""The feed of a community and its posts: read, searched, written, corrected."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from communities.permissions import can_read_feed
from communities.views.pages import get_community
from feed import actions, permissions, wall
from feed.models import PostKind
from feed.post_forms import AccessForm, EditPostForm, PostForm
from feed.views.writing import get_post

REVISIONS = 20


def _tab(request, slug) -> dict:
    community = get_community(request, slug)
    # Asked anew: what is kept of the page for seconds must not outlive a feed that was closed.
    community.refresh_from_db(fields=["feed_access"])
    return {"community": community, "tab": "feed"}


def _kinds(user, community) -> list:
    """What this person may post here, in the order of the buttons."""
    mine = permissions.kinds_for(user, community)
    office = permissions.kinds_for(user, community, official=True)
    first = (PostKind.QUESTION, PostKind.PHOTO, PostKind.POLL)
    return [kind for kind in dict.fromkeys((*first, *PostKind)) if kind in mine or kind in office]


@require_safe
def tab(request, slug):
    """The feed of a community, newest activity first, the same for everybody who may read it."""
    context = _tab(request, slug)
    community = context["community"]
    context["can_set_access"] = permissions.can_set_feed_access(request.user, community)
    if not can_read_feed(request.user, community):
        return render(request, "feed/closed.html", context)
    wish = wall.Wish.of(request)
    context |= {
        "wall": wall.read(community, user=request.user, now=request.now, wish=wish),
        "kinds": PostKind.choices,
        "may_post": _kinds(request.user, community),
        "months": lambda: wall.months(community, request.now),
    }
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "feed/_wall.html", context)
    return render(request, "feed/tab.html", context)


@require_safe
@never_cache
def fresh(request, slug):
    """How many posts have come since the reader's page was made; 204 when there is nothing to say."""
    community = _tab(request, slug)["community"]
    if not can_read_feed(request.user, community):
        raise Http404
    count = wall.fresh_count(community, request.GET.get("since", ""))
    if not count:
        return HttpResponse(status=204)
    return render(request, "feed/_fresh.html", {"community": community, "count": count, "most": wall.MOST_FRESH})


@require_safe
def post(request, slug, public_id):
    """One post with its discussion."""
    context = _tab(request, slug)
    found = wall.with_parts(
        type(get_post(request, slug, public_id)).objects.filter(public_id=public_id), context["community"]
    )
    one = found.get()
    wall.prepare([one], context["community"], user=request.user, now=request.now)
    return render(request, "feed/post.html", {**context, "post": one})


def _form(request, community, kind) -> PostForm:
    user = request.user
    as_self = kind in permissions.kinds_for(user, community)
    as_office = kind in permissions.kinds_for(user, community, official=True)
    if not (as_self or as_office):
        raise PermissionDenied
    return PostForm(
        request.POST or None,
        request.FILES or None,
        kind=kind,
        community=community,
        as_self=as_self,
        as_office=as_office,
    )


@login_required
def new(request, slug, kind):
    """A new post of one kind."""
    context = _tab(request, slug)
    community = context["community"]
    if kind not in PostKind.values or not can_read_feed(request.user, community):
        raise Http404
    kind = PostKind(kind)
    form = _form(request, community, kind)
    if request.method == "POST" and form.is_valid():
        taken = []
        try:
            words = form.cleaned_data["photo_words"] or form.cleaned_data["title"]
            taken = actions.take_photos(community, form.cleaned_data["photo"], by=request.user, description=words)
            published = actions.publish(community, by=request.user, kind=kind, photos_taken=taken, **form.words())
        except ValidationError as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("It is published."))
            return redirect(published)
        finally:
            actions.discard_photos(taken)
    return render(request, "feed/new.html", {**context, "form": form, "kind": kind})


def _refuse(form, refusal) -> None:
    """Put a refusal beside the field it speaks of; one of a picture has no name."""
    if hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
    else:
        of_picture = refusal.code in ("too_large", "not_a_picture", "too_many_pixels", "animated", "quota")
        form.add_error("photo" if of_picture else None, refusal)


@login_required
def edit_post(request, slug, public_id):
    """Correct one's own post; what it said stays readable."""
    found = get_post(request, slug, public_id)
    if not permissions.can_edit(request.user, found):
        raise PermissionDenied
    form = EditPostForm(request.POST or None, post=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_post(found, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The post is corrected; what it said before stays in its history."))
            return redirect(found)
    pictures = found.photos.select_related("photo")
    return render(request, "feed/post_edit.html", {"post": found, "form": form, "pictures": pictures})


@require_safe
def post_history(request, slug, public_id):
    """What a post said before it was corrected; of a hidden one only for those who may read it."""
    found = get_post(request, slug, public_id)
    if found.is_hidden and not permissions.can_see_hidden(request.user, found):
        raise Http404
    page = Paginator(found.revisions.all(), REVISIONS).get_page(request.GET.get("page"))
    return render(request, "feed/post_history.html", {"post": found, "page": page})


@login_required
def access(request, slug):
    """Who reads the feed of this community."""
    context = _tab(request, slug)
    community = context["community"]
    if not permissions.can_set_feed_access(request.user, community):
        raise PermissionDenied
    form = AccessForm(request.POST or None, initial={"access": community.feed_access})
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_feed_access(community, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("It is changed who reads the feed."))
            return redirect("feed:tab", community.slug)
    return render(request, "feed/access.html", {**context, "form": form})
