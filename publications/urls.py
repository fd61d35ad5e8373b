"""The one act of the press service that begins outside of Wagtail's admin."""

from django.urls import path

from publications import views

app_name = "publications"
urlpatterns = [
    path("<str:public_id>/", views.draft_result, name="draft_result"),
]
