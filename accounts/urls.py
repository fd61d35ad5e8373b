"""Sign-in is allauth's; the texts of consents and the list of sessions are ours."""

from django.urls import include, path

from accounts import providers, views

urlpatterns = [
    path("consent/", views.consent, name="account_consent"),
    path("consent/<slug:kind>/<slug:version>/", views.consent, name="account_consent_text"),
    # Our own: allauth's list of sessions can only end all at once, its providers without keys answer 500.
    path("sessions/", views.sessions, name="usersessions_list"),
    path("sessions/<int:pk>/end/", views.end_session, name="account_end_session"),
    path("sessions/end/", views.end_other_sessions, name="account_end_other_sessions"),
    path("oidc/<str:provider_id>/login/", providers.openid_login, name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", providers.openid_callback, name="openid_connect_callback"),
    path("vk/login/", providers.vk_login, name="vk_login"),
    path("vk/login/callback/", providers.vk_callback, name="vk_callback"),
    path("yandex/login/", providers.yandex_login, name="yandex_login"),
    path("yandex/login/callback/", providers.yandex_callback, name="yandex_callback"),
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
    path("3rdparty/", include("allauth.socialaccount.urls")),
]
