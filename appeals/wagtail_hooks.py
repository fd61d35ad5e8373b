"""What the administrator keeps of messages in the admin."""

from wagtail import hooks

from appeals.viewsets import AnswerTemplateViewSet, CategoryViewSet, SettingsViewSet


@hooks.register("register_admin_viewset")
def category_viewset():
    return CategoryViewSet("message_categories")


@hooks.register("register_admin_viewset")
def answer_template_viewset():
    return AnswerTemplateViewSet("answer_templates")


@hooks.register("register_admin_viewset")
def settings_viewset():
    return SettingsViewSet("message_settings")
