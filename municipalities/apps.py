from django.apps import AppConfig


class MunicipalitiesConfig(AppConfig):
    name = "municipalities"

    def ready(self):
        from wagtail.images import get_image_model
        from wagtail.permissions import register_permission_policy

        from municipalities.photo_rights import photo_policy

        # Exact, because Wagtail registers its own policy after us.
        register_permission_policy(get_image_model(), photo_policy(), exact_class=True)
