"""Meetings, below /meetings/."""

app_name = "meetings"
urlpatterns = []
