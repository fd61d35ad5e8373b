"""Addresses below /comments/. Discussions themselves stand on the pages of what is discussed."""

from django.urls import path

from feed import views

app_name = "feed"
urlpatterns = [
    path("reports/", views.reports, name="reports"),
    path("threads/<str:public_id>/comment/", views.write, name="write"),
    path("<str:public_id>/", views.branch, name="branch"),
    path("<str:public_id>/go/", views.go, name="go"),
    path("<str:public_id>/reply/", views.reply, name="reply"),
    path("<str:public_id>/edit/", views.edit, name="edit"),
    path("<str:public_id>/history/", views.history, name="history"),
    path("<str:public_id>/report/", views.report, name="report"),
    path("<str:public_id>/appeal/", views.appeal, name="appeal"),
    path("<str:public_id>/pin/", views.pin, name="pin"),
    path("<str:public_id>/unpin/", views.unpin, name="unpin"),
    path("<str:public_id>/hide/", views.hide, name="hide"),
    path("<str:public_id>/redact/", views.redact, name="redact"),
    path("<str:public_id>/restore/", views.restore, name="restore"),
    path("<str:public_id>/dismiss/", views.dismiss, name="dismiss"),
    path("<str:public_id>/decide/", views.decide, name="decide"),
    path("<str:public_id>/block/", views.block, name="block"),
]
