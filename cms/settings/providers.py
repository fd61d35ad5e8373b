"""Signing in through others: each is there when its keys stand in the environment (docs/production.md)."""

from cms.settings.environment import env

SOCIALACCOUNT_ADAPTER = "accounts.providers.SocialAccountAdapter"
SOCIALACCOUNT_FORMS = {"signup": "accounts.providers.SocialSignupForm"}
# The form with the consent comes in any case.
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {}

if env("ESIA_CLIENT_ID"):
    # ЕСИА signs by ГОСТ; an OpenID Connect gateway of the region or the town stands between.
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "esia",
                "name": "Госуслуги",
                "client_id": env("ESIA_CLIENT_ID"),
                "secret": env("ESIA_CLIENT_SECRET"),
                "settings": {"server_url": env("ESIA_SERVER_URL")},
            }
        ],
    }
for _provider, _prefix in (("vk", "VKID"), ("yandex", "YANDEX")):
    if env(f"{_prefix}_CLIENT_ID"):
        SOCIALACCOUNT_PROVIDERS[_provider] = {
            "APPS": [{"client_id": env(f"{_prefix}_CLIENT_ID"), "secret": env(f"{_prefix}_CLIENT_SECRET")}]
        }
