"""People are erased by themselves or by `manage.py erase_person`: Wagtail's button would leave half of it behind."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages

from accounts.models import User


def _refuse(request):
    messages.error(request, _("People are erased by the command erase_person: it leaves an act and no traces."))
    return redirect("wagtailusers_users:index")


@hooks.register("before_delete_user")
def refuse_deleting(request, user):
    return _refuse(request)


@hooks.register("before_bulk_action")
def refuse_deleting_many(request, action_type, objects, action):
    if action_type == "delete" and action.model is User:
        return _refuse(request)
