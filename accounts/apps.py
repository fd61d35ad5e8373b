from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self):
        # Their receivers hear sign-ins and new passwords.
        from accounts import reauthentication, sessions  # noqa: F401
