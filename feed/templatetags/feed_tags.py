"""A discussion on the page of what is discussed, and the feed on the page of its community."""

from functools import partial

from django import template
from django.urls import reverse

from communities.permissions import can_read_feed
from core.fragments import remember
from feed import reading, wall
from feed.permissions import reported_comments, reported_posts

register = template.Library()


@register.simple_tag(takes_context=True)
def complaints_waiting(context, community) -> int:
    """How many comments and posts of a community wait for this moderator's decision."""
    request = context["request"]
    comments = reported_comments(request.user, request.municipality)
    posts = reported_posts(request.user, request.municipality)
    if comments is None or posts is None:
        return 0
    return comments.filter(thread__community=community).count() + posts.filter(community=community).count()


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


@register.simple_tag
def said_url(act, said):
    """{% said_url "hide" comment %}: where an author or a moderator does something with a comment or a post."""
    if said.is_post:
        return reverse(f"feed:post_{act}", args=[said.community.slug, said.public_id])
    return reverse(f"feed:{act}", args=[said.public_id])


@register.inclusion_tag("feed/_community_feed.html", takes_context=True)
def community_feed(context, community):
    """The pinned and the newest posts of a community, on its front page; nothing to whom the feed is closed."""
    request = context["request"]
    posts = []
    if community.pk and can_read_feed(request.user, community):
        posts = wall.latest(community)
    return {"community": community, "posts": posts, "request": request}
