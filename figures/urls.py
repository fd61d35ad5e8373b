"""Figures and reports, below /figures/."""

from django.urls import path

from figures import views

app_name = "figures"
urlpatterns = [
    path("", views.page, name="page"),
    path("list/<slug:code>/", views.counted_list, name="list"),
    path("reports/", views.reports, name="reports"),
    path("reports/new/", views.new_report, name="report_new"),
    path("reports/<str:public_id>/", views.report, name="report"),
    path("reports/<str:public_id>/edit/", views.rewrite_report, name="report_edit"),
    path("reports/<str:public_id>/sign/", views.sign_report, name="report_sign"),
    path("reports/<str:public_id>/remove/", views.remove_report, name="report_remove"),
    path("reports/<str:public_id>/<slug:kind>/", views.download, name="report_file"),
]
