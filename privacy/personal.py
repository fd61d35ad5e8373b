"""What the editor, the pictures and the queue keep about people: parts of Wagtail that belong to no app of ours.

An editor's pages are the town's words and stay; who wrote them goes.
"""

from functools import partial

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import CharField, Q, TextField
from django.db.models.functions import Cast
from django_tasks_db.models import DBTaskResult
from wagtail.admin.models import EditingSession, FormState
from wagtail.documents import get_document_model
from wagtail.images.models import Image
from wagtail.models import (
    APIToken,
    Comment,
    CommentReply,
    ModelLogEntry,
    Page,
    PageLogEntry,
    PageSubscription,
    Revision,
    TaskState,
    UploadedFile,
    WorkflowState,
)
from wagtail.users.models import UserProfile

from accounts.keepers import Keeper, Parting, addresses_of, names_of, register
from accounts.models import User
from appeals.models import AppealPhoto
from assignments.models import ReportPhoto
from communities.models import ActivistRole, CommunityPage, Membership
from core.models import Photo
from core.text import folded
from feed.models import PostPhoto
from initiatives.models import InitiativePhoto
from meetings.models import MeetingPhoto

Document = get_document_model()


# Pictures of these are handed out, and parted with, by the keepers of what they show.
OF_THEIR_OWN = (InitiativePhoto, AppealPhoto, ReportPhoto, PostPhoto, MeetingPhoto)


def _in_library(person):
    """Pictures that belong to nothing but the town's library."""
    mine = Photo.objects.filter(uploaded_by_user=person)
    for model in OF_THEIR_OWN:
        mine = mine.exclude(pk__in=model.objects.values("photo"))
    return mine.order_by("pk")


def _export(person: User) -> dict:
    return {
        "pages": list(Page.objects.filter(owner=person).order_by("pk").values("title", "first_published_at")),
        "page_versions": list(Revision.objects.filter(user=person).order_by("pk").values("object_str", "created_at")),
        "library_pictures": list(_in_library(person).values("title", "description", "created_at")),
        "library_documents": list(
            Document.objects.filter(uploaded_by_user=person).order_by("pk").values("title", "created_at")
        ),
        "page_comments": list(
            Comment.objects.filter(user=person).order_by("pk").values("page__title", "text", "created_at")
        ),
        "acts_in_editor": PageLogEntry.objects.filter(user=person).count()
        + ModelLogEntry.objects.filter(user=person).count(),
    }


def _files(person: User):
    yield from ((f"photos/{photo.public_id}.jpg", photo.file) for photo in _in_library(person).filter(is_private=True))


def _queued(person):
    """Tasks that carry an address of the person: letters of sign-in, waiting or done."""
    tasks = DBTaskResult.objects.annotate(words=Cast("args_kwargs", TextField()))
    told = Q()
    for address in addresses_of(person):
        told |= Q(words__icontains=address)
    return tasks.filter(told) if told else tasks.none()


def _without(content: dict, person: User, names: set[str]) -> dict:
    """The content of a page's version without the person: as its owner, in comments, among people in charge."""
    content = dict(content)
    for name in ("owner", "locked_by"):
        if content.get(name) == person.pk:
            content[name] = None
    if "wagtail_admin_comments" in content:
        content["wagtail_admin_comments"] = [
            comment | {"replies": [reply for reply in comment.get("replies", []) if reply["user"] != person.pk]}
            for comment in content["wagtail_admin_comments"]
            if comment["user"] != person.pk
        ]
    if "people" in content:
        content["people"] = [line for line in content["people"] if folded(line.get("name", "")) not in names]
    return content


def _clean_versions(person: User, parting: Parting) -> None:
    names = names_of(person)
    homes = CommunityPage.objects.filter(
        Q(pk__in=Membership.objects.filter(user=person).values("community"))
        | Q(pk__in=ActivistRole.objects.filter(user=person).values("community"))
    )
    kind = ContentType.objects.get_for_model(CommunityPage)
    of_homes = Q(content_type=kind, object_id__in=homes.annotate(key=Cast("pk", CharField())).values("key"))
    commented = Page.objects.filter(Q(wagtail_admin_comments__user=person) | Q(locked_by=person))
    of_commented = Q(object_id__in=commented.annotate(key=Cast("pk", CharField())).values("key"))
    theirs = Q(user=person) | Q(content__owner=person.pk) | Q(content__locked_by=person.pk)
    for version in Revision.objects.filter(theirs | of_homes | of_commented).iterator(chunk_size=100):
        content = _without(version.content, person, names)
        if content != version.content:
            Revision.objects.filter(pk=version.pk).update(content=content)
    parting.keep("pages", Revision.objects.filter(user=person), user=None)


def _clean_log(person: User, parting: Parting) -> None:
    """The editor's log names things by their words, and so a member of staff by the name."""
    kind = ContentType.objects.get_for_model(User)
    ModelLogEntry.objects.filter(content_type=kind, object_id=str(person.pk)).delete()
    named = Q(label__contains=person.get_full_name())
    for address in addresses_of(person):
        named |= Q(label__icontains=address)
    ModelLogEntry.objects.filter(named).update(label="")
    PageLogEntry.objects.filter(user=person, action__startswith="wagtail.comments").delete()
    for log in (ModelLogEntry, PageLogEntry):
        log.objects.filter(user=person).update(user=None)


def _delete_file(file) -> None:
    """Wagtail deletes a row of these without its file."""
    if file:
        transaction.on_commit(partial(file.storage.delete, file.name))


def _erase(person: User, parting: Parting) -> None:
    _clean_versions(person, parting)
    _clean_log(person, parting)
    for photo in _in_library(person).filter(is_private=True):
        photo.delete()
        parting.gone["pictures"] += 1
    for profile in UserProfile.objects.filter(user=person):
        _delete_file(profile.avatar)
    for upload in UploadedFile.objects.filter(uploaded_by_user=person):
        _delete_file(upload.file)
        upload.delete()
    for model in (UserProfile, EditingSession, FormState, APIToken, CommentReply, Comment, PageSubscription):
        parting.delete("admin", model.objects.filter(user=person))
    parting.keep("pictures", Photo.objects.filter(uploaded_by_user=person), uploaded_by_user=None)
    for model, field in (
        (Document, "uploaded_by_user"),
        (Image, "uploaded_by_user"),
        (Comment, "resolved_by"),
        (Page, "owner"),
        (WorkflowState, "requested_by"),
        (TaskState, "finished_by"),
    ):
        parting.keep("pages", model.objects.filter(**{field: person}), **{field: None})
    # A page that nobody holds open is open to all.
    Page.objects.filter(locked_by=person).update(locked_by=None, locked=False, locked_at=None)
    parting.delete("queued", _queued(person))


register(
    Keeper(
        name="editor",
        fields=(
            "core.Photo.uploaded_by_user",
            "wagtailusers.UserProfile.user",
            "wagtaildocs.Document.uploaded_by_user",
            "wagtailimages.Image.uploaded_by_user",
            "wagtailadmin.EditingSession.user",
            "wagtailadmin.FormState.user",
            "wagtailcore.APIToken.user",
            "wagtailcore.ModelLogEntry.user",
            "wagtailcore.PageLogEntry.user",
            "wagtailcore.Revision.user",
            "wagtailcore.UploadedFile.uploaded_by_user",
            "wagtailcore.WorkflowState.requested_by",
            "wagtailcore.TaskState.finished_by",
            "wagtailcore.Page.locked_by",
            "wagtailcore.Page.owner",
            "wagtailcore.Comment.user",
            "wagtailcore.Comment.resolved_by",
            "wagtailcore.CommentReply.user",
            "wagtailcore.PageSubscription.user",
        ),
        export=_export,
        erase=_erase,
        files=_files,
    )
)
