"""Wagtail's list of accounts, which the operator alone sees: each look at somebody is kept."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersAppConfig(WagtailUsersAppConfig):
    """Stands in INSTALLED_APPS in place of wagtail.users, as Wagtail's documentation has it."""

    user_viewset = "privacy.users_admin.UserViewSet"
