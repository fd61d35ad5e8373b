"""Assignments: the control desk below /control/, each of them below /assignments/."""

from django.urls import path

from assignments.views import acts, control, desk_filters, detail, group, lists

app_name = "assignments"
urlpatterns = [
    path("control/", control.desk, name="control"),
    path("control/new/", control.new, name="new"),
    path("control/group/", group.group, name="group"),
    path("control/filters/save/", desk_filters.save, name="save_filter"),
    path("control/filters/<str:filter_id>/delete/", desk_filters.drop, name="drop_filter"),
    path("assignments/", lists.public_list, name="list"),
    path("assignments/mine/", lists.mine, name="mine"),
    path("assignments/<str:public_id>/", detail.show, name="detail"),
    path("assignments/<str:public_id>/accept/", acts.accept, name="accept"),
    path("assignments/<str:public_id>/start/", acts.start, name="start"),
    path("assignments/<str:public_id>/step/", acts.plan_step, name="plan_step"),
    path("assignments/<str:public_id>/step/<int:pk>/done/", acts.finish_step, name="finish_step"),
    path("assignments/<str:public_id>/report/", acts.report, name="report"),
    path("assignments/<str:public_id>/ask-extension/", acts.ask_extension, name="ask_extension"),
    path("assignments/<str:public_id>/extend/", acts.extend, name="extend"),
    path(
        "assignments/<str:public_id>/extension/<str:request_id>/grant/", acts.grant_extension, name="grant_extension"
    ),
    path(
        "assignments/<str:public_id>/extension/<str:request_id>/refuse/",
        acts.refuse_extension,
        name="refuse_extension",
    ),
    path("assignments/<str:public_id>/reassign/", acts.reassign, name="reassign"),
    path("assignments/<str:public_id>/return/", acts.send_back, name="send_back"),
    path("assignments/<str:public_id>/close/", acts.close, name="close"),
    path("assignments/<str:public_id>/cancel/", acts.cancel, name="cancel"),
    path("assignments/<str:public_id>/photos/<str:photo_id>/", detail.photo, name="photo"),
]
