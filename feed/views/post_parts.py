"""What a post holds besides its words: a poll, pictures."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core import photos as intake
from core.blurring import COLUMNS, preview, rows_for
from core.marks import BlurForm
from feed import actions, permissions
from feed.post_forms import VoiceForm
from feed.views.writing import get_post

# The width of a picture in a list on a phone, in pixels.
SMALL_SIDE = 960


@login_required
@require_POST
def poll(request, slug, public_id):
    """One voice in a quick poll."""
    post = get_post(request, slug, public_id)
    form = VoiceForm(request.POST, post=post)
    if not permissions.can_vote_in_poll(request.user, post):
        raise PermissionDenied
    if not form.is_valid():
        messages.warning(request, _("Choose one of the answers."))
        return redirect(post)
    try:
        actions.vote_in_poll(post, by=request.user, option=form.cleaned_data["option"])
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Your voice is counted. Until the poll ends you may change it."))
    return redirect(post)


@login_required
def poll_close(request, slug, public_id):
    """End a poll before its time: asked once, for nothing brings it back."""
    post = get_post(request, slug, public_id)
    if not permissions.can_close_poll(request.user, post):
        raise PermissionDenied
    if request.method == "POST":
        try:
            actions.close_poll(post, by=request.user)
        except ValidationError as refusal:
            messages.warning(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("The poll is closed."))
        return redirect(post)
    return render(request, "feed/poll_close.html", {"post": post})


def _photo(post, photo_id):
    row = post.photos.select_related("photo").filter(photo__public_id=photo_id).first()
    if row is None:
        raise Http404
    return row.photo


@require_GET
def photo(request, slug, public_id, photo_id):
    """A picture to somebody who may read its post; of a hidden post to those who may see what it said."""
    post = get_post(request, slug, public_id)
    if post.is_hidden and not permissions.can_see_hidden(request.user, post):
        raise Http404
    return intake.response(_photo(post, photo_id), side=SMALL_SIDE if "small" in request.GET else None)


@login_required
def photo_blur(request, slug, public_id, photo_id):
    """Mark faces and plates, look at what will come of it, and only then confirm: nothing brings them back."""
    post = get_post(request, slug, public_id)
    if not permissions.can_blur(request.user, post):
        raise PermissionDenied
    picture = _photo(post, photo_id)
    rows = rows_for(picture.width, picture.height)
    form = BlurForm(request.POST if request.method == "POST" else None, rows=rows)
    shown = ""
    if request.method == "POST" and form.is_valid() and request.POST.get("go") != "back":
        areas = form.areas()
        if request.POST.get("go") == "blur":
            try:
                actions.blur_photo(post, by=request.user, photo=picture, areas=areas)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("The marked places are blurred for good."))
                return redirect(post)
        elif areas:
            with picture.file.open("rb") as master:
                shown = preview(master, areas)
        else:
            form.add_error(None, ValidationError(_("Mark at least one place in the picture."), code="nothing"))
    return render(
        request,
        "components/blur_confirm.html" if shown else "components/blur.html",
        {"thing": post, "photo": picture, "form": form, "preview": shown, "rows": range(1, rows + 1),
         "columns": range(1, COLUMNS + 1), "back": post.get_absolute_url(),
         "src": reverse("feed:photo", args=[slug, public_id, photo_id])},
    )  # fmt: skip


@login_required
@require_POST
def photo_remove(request, slug, public_id, photo_id):
    """Take a picture out of one's own post."""
    post = get_post(request, slug, public_id)
    if not permissions.can_edit(request.user, post):
        raise PermissionDenied
    try:
        actions.remove_photo(post, by=request.user, photo=_photo(post, photo_id))
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The photo is taken out."))
    return redirect("feed:post_edit", slug, public_id)
