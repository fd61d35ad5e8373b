"""Addresses below /votes/. A community's tab of votes is wired in cms/urls.py."""

from django.urls import path

from voting import views

app_name = "voting"
urlpatterns = [
    path("", views.vote_list, name="list"),
    path("<str:public_id>/", views.detail, name="detail"),
    path("<str:public_id>/cast/", views.cast, name="cast"),
    path("<str:public_id>/ballots.csv", views.ballots, name="ballots"),
    path("<str:public_id>/cancel/", views.cancel, name="cancel"),
]
