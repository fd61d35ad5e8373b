"""Addresses of the phone desk and the closing report, below /meetings/<id>/; in the namespace of meetings."""

from django.urls import path

from meetings.desk import closing, views

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/state/", views.state, name="desk_state"),
    path("desk/people/", views.heads, name="desk_heads"),
    path("desk/worker.js", views.worker, name="desk_worker"),
    path("desk/<slug:problem_id>/", views.settle, name="desk_problem"),
    path("desk/<slug:problem_id>/undo/", views.undo, name="desk_undo"),
    path("close/", closing.close, name="close"),
    path("report/", closing.complete, name="complete_report"),
    path("minutes/", closing.minutes, name="minutes"),
    path("summary/", closing.summary, name="summary"),
]
