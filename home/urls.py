"""My page: /me/."""

from django.urls import path

from home import my

app_name = "my"
urlpatterns = [
    path("", my.page, name="page"),
    path("settings/", my.settings, name="settings"),
    path("notifications/", my.notifications, name="notifications"),
    path("notifications/read/", my.read_all, name="read_all"),
]
