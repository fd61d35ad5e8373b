"""How a publication is shown with the thing it is about."""

from django import template

from core.fragments import remember
from initiatives.models import InitiativeState
from publications.models import ResultPage
from publications.permissions import can_draft_result

register = template.Library()


def _result_url(initiative) -> str:
    result = ResultPage.objects.live().filter(initiative=initiative).defer("body").first()
    return result.url if result else ""


@register.inclusion_tag("publications/_result_button.html", takes_context=True)
def result_button(context, initiative):
    """The published result of a finished initiative; for the press service the way to write it."""
    request = context["request"]
    shown = {"initiative": initiative, "request": request, "result_url": "", "may_draft": False}
    if initiative.state != InitiativeState.DONE:
        return shown
    shown["result_url"] = remember(request, f"result:{initiative.pk}", lambda: _result_url(initiative))
    if not shown["result_url"] and not request.is_guest:
        shown["may_draft"] = can_draft_result(request.user, initiative)
        shown["csrf_token"] = context.get("csrf_token")
    return shown
