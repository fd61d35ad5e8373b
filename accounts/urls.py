"""Sign-in is allauth's; the text of the consent is ours."""

from django.urls import include, path

from accounts import views

urlpatterns = [
    path("consent/", views.consent, name="account_consent"),
    path("", include("allauth.urls")),
]
