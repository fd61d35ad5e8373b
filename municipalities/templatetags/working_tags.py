"""What the working time of the town means for whoever waits for an answer."""

from django import template

from core.moments import deadline
from municipalities import promises
from municipalities.working import glance

register = template.Library()


@register.inclusion_tag("municipalities/_answer_promise.html", takes_context=True)
def answer_promise(context, due, department=None, brief=False):
    """«Ответим до 25 ноября, 18:00», and by night or on a day off when the clock goes on.

    `department` (or its key): by whose working time; `brief`: the promise alone, for lists.
    """
    request = context["request"]
    look, _words = deadline(due, request.now)
    is_late = look == "over"
    return {
        "due": due,
        "look": look,
        "icon": "overdue" if is_late else "clock",
        "words": promises.promise(due, request.now),
        "starts": ""
        if is_late or brief
        else promises.clock_starts(glance(request.municipality, department), request.now),
    }
