"""Addresses of posters: what activists print, and the short ones on the paper."""

from django.urls import path

from posters import meeting_views, views

app_name = "posters"
urlpatterns = [
    path("communities/<slug:slug>/posters/", views.pack, name="pack"),
    path("communities/<slug:slug>/posters/<slug:public_id>/", views.sheets, name="sheets"),
    path("meetings/<slug:public_id>/posters/", meeting_views.packs, name="meeting"),
    path("meetings/<slug:public_id>/posters/<slug:pack_id>/", meeting_views.meeting_sheets, name="meeting_sheets"),
    # As short as it can be: it is typed by hand from a wall.
    path("q/<slug:public_id>/", views.follow, name="follow"),
]
