"""Addresses of posters: what activists print, and the short ones on the paper."""

from django.urls import path

from posters import views

app_name = "posters"
urlpatterns = [
    path("communities/<slug:slug>/posters/", views.pack, name="pack"),
    path("communities/<slug:slug>/posters/<slug:public_id>/", views.sheets, name="sheets"),
    # As short as it can be: it is typed by hand from a wall.
    path("q/<slug:public_id>/", views.follow, name="follow"),
]
