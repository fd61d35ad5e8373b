"""Addresses below /desk/."""

from django.urls import path

from communities.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.page, name="page"),
    path("residents/new/", views.register, name="register"),
    path("residents/<str:token>/", views.start, name="start"),
    path("code/", views.code, name="code"),
    path("end/", views.end, name="end"),
    path("visits/<str:public_id>/", views.visit, name="visit"),
]
