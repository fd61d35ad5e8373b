"""Pictures and documents of an initiative: taken in, given out to those who may see them, hidden by a moderator."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core import photos as intake
from core.uploads import attachment
from initiatives.actions import photos
from initiatives.actions.draft import is_key
from initiatives.forms.life import HidePhotoForm
from initiatives.permissions import can_blur_photo
from initiatives.views.act_page import act_page, get_initiative
from initiatives.views.frame import get_draft, visible

# The width of a picture in a form of a phone, in pixels.
SMALL_SIDE = 480


class UploadForm(forms.Form):
    """Holds what was refused, so that the summary of errors can lead to the field."""

    photo = forms.FileField(label=_("Photos: as it is now"), required=False)
    document = forms.FileField(label=_("Documents"), required=False)

    def refuse(self, name, refusal, file):
        words = " ".join(refusal.messages)
        self.add_error(name, ValidationError(f"«{file.name}»: {words}", code=refusal.code))


def _upload_form(request) -> UploadForm:
    form = UploadForm(data={} if request.method == "POST" else None)
    form.errors  # noqa: B018  (errors can be added to a form that was cleaned)
    return form


def take_photos(request, initiative) -> UploadForm:
    """Take in the pictures of a whole form and the words of those already there."""
    form = _upload_form(request)
    if request.method != "POST":
        return form
    descriptions = {
        key: value
        for name, value in request.POST.items()
        if name.startswith("alt-") and is_key(key := name.removeprefix("alt-"))
    }
    try:
        photos.describe_photos(initiative, by=request.user, descriptions=descriptions)
    except ValidationError as refusal:
        form.add_error("photo", refusal)
    for file in request.FILES.getlist("photo"):
        try:
            photos.add_photo(initiative, file, by=request.user)
        except ValidationError as refusal:
            form.refuse("photo", refusal, file)
    return form


def take_documents(request, initiative) -> UploadForm:
    form = _upload_form(request)
    for file in request.FILES.getlist("document"):
        try:
            photos.add_document(initiative, file, by=request.user, title=request.POST.get("document_title", ""))
        except ValidationError as refusal:
            form.refuse("document", refusal, file)
    return form


@require_POST
@login_required
def add_photo(request, public_id):
    """One picture sent by itself; answers with its HTML, or with the words of a refusal and 422."""
    initiative = get_draft(request, public_id)
    file = request.FILES.get("photo")
    if file is None:
        return HttpResponse(format_html('<p class="err">{}</p>', _("Choose a picture.")), status=422)
    try:
        row = photos.add_photo(initiative, file, by=request.user)
    except ValidationError as refusal:
        return HttpResponse(format_html('<p class="err">{}</p>', " ".join(refusal.messages)), status=422)
    return render(request, "initiatives/_photo_item.html", {"row": row, "initiative": initiative})


@require_POST
@login_required
def remove_photo(request, public_id, photo_id):
    initiative = get_draft(request, public_id)
    row = get_object_or_404(initiative.photos.shown().select_related("photo"), photo__public_id=photo_id)
    try:
        photos.remove_photo(initiative, by=request.user, row=row)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("initiatives:edit", initiative.public_id, "text")


@login_required
def hide_photo(request, public_id):
    """A moderator takes one of the pictures off the page, with a reason."""
    initiative = get_initiative(request, public_id)
    shown = {row.photo.public_id: row.photo for row in initiative.photos.shown().select_related("photo")}
    form = HidePhotoForm(
        request.POST or None,
        photos=shown.values(),
        address=lambda key: reverse("initiatives:photo", args=[public_id, key]),
    )

    def do(form):
        photos.hide_photo(initiative, by=request.user, photo=form.chosen(), reason=form.cleaned_data["reason"])

    return act_page(
        request,
        initiative,
        "hide_photo",
        do,
        form=form,
        title=_("Hide a photo"),
        text=_("It leaves the page at once, for everybody. The author hears the reason."),
        button=_("Hide the photo"),
        said=_("The photo is hidden."),
        danger=True,
    )


@require_POST
@login_required
def remove_document(request, public_id, document_id):
    initiative = get_draft(request, public_id)
    document = get_object_or_404(initiative.documents, public_id=document_id)
    try:
        photos.remove_document(initiative, by=request.user, document=document)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("initiatives:edit", initiative.public_id, "group")


@require_GET
def photo(request, public_id, photo_id):
    """A picture of an initiative to somebody who may see the initiative; `?small` for a form or a list."""
    initiative = get_object_or_404(visible(request), public_id=public_id)
    # One picture may stand in several places; a hidden one is shown to those who look after the pictures.
    rows = initiative.photos if can_blur_photo(request.user, initiative) else initiative.photos.shown()
    row = rows.select_related("photo").filter(photo__public_id=photo_id).first()
    if row is None:
        raise Http404
    return intake.response(row.photo, side=SMALL_SIDE if "small" in request.GET else None)


@require_GET
def document(request, public_id, document_id):
    """A document as an attachment."""
    initiative = get_object_or_404(visible(request), public_id=public_id)
    kept = get_object_or_404(initiative.documents, public_id=document_id)
    return attachment(kept.file, title=kept.title, extension=kept.extension)
