"""Addresses of the working place, below /appeals/."""

from django.urls import path

from appeals.desk import views

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/export/", views.export, name="desk_export"),
    path("desk/group/", views.group, name="desk_group"),
    path("<slug:public_id>/sheet/", views.sheet, name="sheet"),
    path("<slug:public_id>/contact/", views.contact, name="contact"),
    path("<slug:public_id>/answer/", views.answer, name="answer"),
    path("<slug:public_id>/ask/", views.ask, name="ask"),
    path("<slug:public_id>/control/", views.control, name="control"),
    path("<slug:public_id>/forward/", views.forward, name="forward"),
    path("<slug:public_id>/decline/", views.decline, name="decline"),
    path("<slug:public_id>/merge/", views.merge, name="merge"),
    path("<slug:public_id>/route/", views.route, name="route"),
    path("<slug:public_id>/register/", views.register, name="register"),
    path("<slug:public_id>/prolong/", views.extend_statutory, name="prolong"),
    path("<slug:public_id>/note/", views.add_note, name="note"),
]
