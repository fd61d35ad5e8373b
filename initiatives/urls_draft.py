"""Addresses of lists, of the form that posts an initiative, and of its files."""

from django.urls import path

from initiatives.views import draft, files, lists, photos

draft_urls = [
    path("", lists.initiative_list, name="list"),
    path("new/", draft.create, name="create"),
    path("similar/", draft.similar, name="similar"),
    path("<slug:public_id>/edit/<slug:step>/", draft.edit, name="edit"),
    path("<slug:public_id>/delete/", draft.delete, name="delete"),
    path("<slug:public_id>/group/agree/", draft.group_agree, name="group_agree"),
    path("<slug:public_id>/group/leave/", draft.group_leave, name="group_leave"),
    path("<slug:public_id>/photos/", photos.photo_list, name="photos"),
    path("<slug:public_id>/photos/add/", files.add_photo, name="add_photo"),
    path("<slug:public_id>/photos/hide/", files.hide_photo, name="hide_photo"),
    path("<slug:public_id>/photos/<slug:photo_id>/", files.photo, name="photo"),
    path("<slug:public_id>/photos/<slug:photo_id>/remove/", files.remove_photo, name="remove_photo"),
    path("<slug:public_id>/photos/<slug:photo_id>/blur/", photos.blur, name="blur_photo"),
    path("<slug:public_id>/photos/<slug:photo_id>/dispute/", photos.dispute, name="dispute_photo"),
    path("<slug:public_id>/photos/<slug:photo_id>/restore/", photos.restore, name="restore_photo"),
    path("<slug:public_id>/photos/<slug:photo_id>/uphold/", photos.uphold, name="uphold_photo"),
    path("<slug:public_id>/documents/<slug:document_id>/", files.document, name="document"),
    path("<slug:public_id>/documents/<slug:document_id>/remove/", files.remove_document, name="remove_document"),
]
