"""The acts of the press service that begin outside of Wagtail's admin."""

from django.urls import path

from publications import views

app_name = "publications"
urlpatterns = [
    path("work/<str:public_id>/", views.draft_result_from, name="draft_result_from"),
    path("<str:public_id>/", views.draft_result, name="draft_result"),
]
