from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self):
        from cms.checks import refuse_unsafe_start

        refuse_unsafe_start()
