"""Assignments, below /assignments/."""

app_name = "assignments"
urlpatterns = []
