"""A discussion on the page of what is discussed."""

from django import template

from feed import reading
from feed.permissions import reported_comments

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
    )
    return {**context.flatten(), "reading": page}


@register.simple_tag(takes_context=True)
def reports_waiting(context):
    """How many comments wait for this person's decision."""
    request = context["request"]
    comments = reported_comments(request.user, request.municipality)
    return 0 if comments is None else comments.count()
