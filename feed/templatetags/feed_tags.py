"""A discussion on the page of what is discussed."""

from functools import partial

from django import template

from core.fragments import remember
from feed import reading
from feed.permissions import reported_comments

register = template.Library()


@register.simple_tag(takes_context=True)
def complaints_waiting(context, community) -> int:
    """How many comments of a community wait for this moderator's decision."""
    request = context["request"]
    comments = reported_comments(request.user, request.municipality)
    return 0 if comments is None else comments.filter(thread__community=community).count()


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
