"""Who may see and change which photos in Wagtail's admin."""

from wagtail.images import get_image_model
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy


class PublishedPhotoPolicy(CollectionOwnershipPermissionPolicy):
    """By collection, as Wagtail does, but without what residents have not published yet."""

    def instances_user_has_any_permission_for(self, user, actions):
        return super().instances_user_has_any_permission_for(user, actions).filter(is_private=False)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return not instance.is_private and super().user_has_any_permission_for_instance(user, actions, instance)


def photo_policy() -> PublishedPhotoPolicy:
    return PublishedPhotoPolicy(
        get_image_model(), auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user"
    )
