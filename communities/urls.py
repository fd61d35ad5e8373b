"""Addresses below /communities/. The tabs that lower apps fill are wired in cms/urls.py."""

from django.urls import path

from communities import views

app_name = "communities"
urlpatterns = [
    path("", views.community_list, name="list"),
    path("requests/", views.town_requests, name="town_requests"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/people/", views.people, name="people"),
    path("<slug:slug>/join/", views.join, name="join"),
    path("<slug:slug>/leave/", views.leave, name="leave"),
    path("<slug:slug>/run/", views.run, name="run"),
    path("<slug:slug>/requests/", views.requests, name="requests"),
    path("<slug:slug>/requests/<str:public_id>/confirm/", views.confirm, name="confirm"),
    path("<slug:slug>/requests/<str:public_id>/refuse/", views.refuse, name="refuse"),
    path("<slug:slug>/members/", views.members, name="members"),
    path("<slug:slug>/members/<str:public_id>/revoke/", views.revoke_member, name="revoke_member"),
    path("<slug:slug>/objections/<str:public_id>/", views.objection, name="objection"),
    path("<slug:slug>/objections/<str:public_id>/decide/", views.decide_objection, name="decide_objection"),
    path("<slug:slug>/codes/", views.codes, name="codes"),
    path("<slug:slug>/codes/<str:public_id>/revoke/", views.revoke_codes, name="revoke_codes"),
    path("<slug:slug>/roles/", views.roles, name="roles"),
    path("<slug:slug>/roles/<str:public_id>/revoke/", views.revoke_role, name="revoke_role"),
    path("<slug:slug>/roles/proposals/<str:public_id>/", views.role_proposal, name="role_proposal"),
]
