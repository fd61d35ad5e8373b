"""A discussion on the page of what is discussed."""

from functools import partial

from django import template

from core.fragments import remember
from feed import reading

register = template.Library()


@register.inclusion_tag("feed/_thread.html", takes_context=True)
def thread(context, discussion):
    """{% thread initiative.thread %}: the whole discussion, a page of it at a time, with the form to write."""
    request = context["request"]
    page = reading.read(
        discussion,
        user=request.user,
        municipality=request.municipality,
        number=reading.page_number(request.GET.get(reading.PAGE, "")),
        now=request.now,
        share=partial(remember, request),
    )
    return {**context.flatten(), "reading": page}
