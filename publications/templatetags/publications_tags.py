"""How a publication is shown with the thing it is about."""

from django import template
from django.urls import reverse

from assignments.models import AssignmentState
from core.fragments import remember
from initiatives.models import InitiativeState
from publications.models import ResultPage
from publications.permissions import can_draft_result

register = template.Library()


def _result_url(**about) -> str:
    result = ResultPage.objects.live().filter(**about).defer("body").first()
    return result.url if result else ""


def _button(context, thing, is_done, url_name, name, **about):
    request = context["request"]
    shown = {"draft_url": "", "result_url": ""}
    if not is_done:
        return shown
    shown["result_url"] = remember(request, name, lambda: _result_url(**about))
    if not shown["result_url"] and not request.is_guest and can_draft_result(request.user, thing):
        shown["draft_url"] = reverse(url_name, args=[thing.public_id])
        shown["csrf_token"] = context.get("csrf_token")
    return shown


@register.inclusion_tag("publications/_result_button.html", takes_context=True)
def result_button(context, initiative):
    """The published result of a finished initiative; for the press service the way to write it."""
    is_done = initiative.state == InitiativeState.DONE
    name = f"result:{initiative.pk}"
    return _button(context, initiative, is_done, "publications:draft_result", name, initiative=initiative)


@register.inclusion_tag("publications/_result_button.html", takes_context=True)
def work_result_button(context, assignment):
    """The same of accepted work that residents see."""
    is_done = assignment.state == AssignmentState.DONE and assignment.is_public
    name = f"work-result:{assignment.pk}"
    return _button(context, assignment, is_done, "publications:draft_result_from", name, assignment=assignment)
