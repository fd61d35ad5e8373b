from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "communities"

    def ready(self):
        from allauth.account.signals import user_logged_in

        from communities.receivers import join_by_slip

        user_logged_in.connect(join_by_slip, dispatch_uid="communities")
