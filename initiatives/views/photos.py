"""Looking after the pictures of an initiative: blurred by hand, hidden by a moderator, disputed by the author."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.blurring import COLUMNS, preview, rows_for
from core.marks import BlurForm
from initiatives import actions
from initiatives import permissions as may
from initiatives.forms.photos import DisputeForm
from initiatives.views.act_page import act_page, get_initiative


def _initiative(request, public_id):
    """For those who look after its pictures: the author, the group and the moderators."""
    initiative = get_initiative(request, public_id)
    if not may.can_blur_photo(request.user, initiative):
        raise PermissionDenied
    return initiative


def _photo(photo_id, rows):
    """A picture of these rows; it may stand in several places."""
    row = rows.select_related("photo").filter(photo__public_id=photo_id).first()
    if row is None:
        raise Http404
    return row.photo


@login_required
@require_safe
def photo_list(request, public_id):
    """Every picture with what this person can do about it; hidden ones with the reason."""
    initiative = _initiative(request, public_id)
    seen = {}
    for row in initiative.photos.select_related("photo"):
        seen.setdefault(row.photo_id, row)
    return render(
        request,
        "initiatives/photos.html",
        {
            "initiative": initiative,
            "rows": seen.values(),
            "may": actions.possible(request.user, initiative),
        },
    )


def _back(user, initiative) -> str:
    """Where somebody came from: the author out of the form, others from the list of pictures."""
    if actions.can(user, initiative, "prepare"):
        return reverse("initiatives:edit", args=[initiative.public_id, "text"])
    return reverse("initiatives:photos", args=[initiative.public_id])


@login_required
def blur(request, public_id, photo_id):
    """Mark faces and plates, look at what will come of it, and only then confirm: nothing brings them back."""
    initiative = _initiative(request, public_id)
    photo = _photo(photo_id, initiative.photos.shown())
    rows = rows_for(photo.width, photo.height)
    form = BlurForm(request.POST if request.method == "POST" else None, rows=rows)
    shown = ""
    if request.method == "POST" and form.is_valid() and request.POST.get("go") != "back":
        areas = form.areas()
        if request.POST.get("go") == "blur":
            try:
                actions.blur_photo(initiative, by=request.user, photo=photo, areas=areas)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("The marked places are blurred for good."))
                return redirect(_back(request.user, initiative))
        elif areas:
            with photo.file.open("rb") as master:
                shown = preview(master, areas)
        else:
            form.add_error(None, ValidationError(_("Mark at least one place in the picture."), code="nothing"))
    return render(
        request,
        "components/blur_confirm.html" if shown else "components/blur.html",
        {"thing": initiative, "photo": photo, "form": form, "preview": shown, "rows": range(1, rows + 1),
         "columns": range(1, COLUMNS + 1), "back": _back(request.user, initiative),
         "src": reverse("initiatives:photo", args=[public_id, photo_id])},
    )  # fmt: skip


@login_required
def dispute(request, public_id, photo_id):
    """The author asks the town to show a hidden picture again."""
    initiative = get_initiative(request, public_id)
    form = DisputeForm(request.POST or None)

    def do(form):
        photo = _photo(photo_id, initiative.photos)
        actions.dispute_photo(initiative, by=request.user, photo=photo, text=form.cleaned_data["text"])

    return act_page(
        request,
        initiative,
        "dispute_photo",
        do,
        form=form,
        title=_("Dispute the hiding of a photo"),
        text=_("The administrator of the town reads your words and decides once."),
        button=_("Send to the administrator"),
        said=_("The administrator of the town will decide."),
    )


def _decide(request, public_id, photo_id, act, done):
    initiative = get_initiative(request, public_id)
    if not may.can_decide_photo(request.user, initiative):
        raise PermissionDenied
    try:
        act(initiative, by=request.user, photo=_photo(photo_id, initiative.photos))
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, done)
    return redirect("initiatives:photos", initiative.public_id)


@login_required
@require_POST
def restore(request, public_id, photo_id):
    return _decide(request, public_id, photo_id, actions.restore_photo, _("The photo is shown again."))


@login_required
@require_POST
def uphold(request, public_id, photo_id):
    return _decide(request, public_id, photo_id, actions.uphold_photo, _("The photo stays hidden."))
