"""My data: /me/data/ and /me/looks/."""

from django.urls import path

from privacy import views

app_name = "privacy"
urlpatterns = [
    path("data/", views.page, name="page"),
    path("data/name/", views.public_name, name="public_name"),
    path("data/consents/<slug:kind>/give/", views.give, name="give"),
    path("data/consents/<slug:kind>/withdraw/", views.withdraw, name="withdraw"),
    path("data/copy/", views.copy, name="copy"),
    path("data/erase/", views.erase, name="erase"),
    path("data/acts/<slug:public_id>/", views.act, name="act"),
    path("looks/", views.looks, name="looks"),
]
