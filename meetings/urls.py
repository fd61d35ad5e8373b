"""Meetings, below /meetings/."""

from django.urls import path

from meetings.views import detail

app_name = "meetings"
urlpatterns = [
    path("<slug:public_id>/", detail.show, name="detail"),
]
