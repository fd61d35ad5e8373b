"""How posters are shown on the pages of activists."""

from django import template

from posters.models import PosterPack

register = template.Library()

# What hangs now is a few sheets; the others stand in the list.
SHOWN = 3


@register.inclusion_tag("posters/_community.html", takes_context=True)
def community_posters(context, community):
    """What hangs in the community now, the first to be taken down on top, with scans by entrance: two queries."""
    request = context["request"]
    packs = PosterPack.objects.filter(community=community, expires_at__gt=request.now).with_scans()
    return {"packs": packs.order_by("expires_at", "pk")[:SHOWN], "community": community, "request": request}
