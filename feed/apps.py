from django.apps import AppConfig


class FeedConfig(AppConfig):
    name = "feed"

    def ready(self):
        from feed.actions.terms import recompute_terms
        from municipalities.recomputing import register

        register(recompute_terms)
