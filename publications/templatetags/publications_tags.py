"""How a publication is shown with the thing it is about."""

from django import template

from initiatives.models import InitiativeState
from publications.models import ResultPage
from publications.permissions import can_draft_result

register = template.Library()


@register.inclusion_tag("publications/_result_button.html", takes_context=True)
def result_button(context, initiative):
    """The published result of a finished initiative; for the press service the way to write it."""
    request = context["request"]
    shown = {"initiative": initiative, "request": request, "result": None, "may_draft": False}
    if initiative.state != InitiativeState.DONE:
        return shown
    shown["result"] = ResultPage.objects.live().filter(initiative=initiative).defer("body").first()
    if shown["result"] is None and not request.is_guest:
        shown["may_draft"] = can_draft_result(request.user, initiative)
        shown["csrf_token"] = context.get("csrf_token")
    return shown
