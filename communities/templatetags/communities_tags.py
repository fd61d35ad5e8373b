"""How a community is shown on its own pages and elsewhere."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.permissions import can_grant_role, can_verify, membership_of
from core import drawing
from core.templatetags.core_tags import tabs

register = template.Library()


@register.simple_tag
def community_plate(community, xl=False, link=False):
    """The enamel plate of a place: street and number of a building, the name of anything else."""
    url = community.get_absolute_url() if link else ""
    if community.is_building and community.street and community.house:
        return drawing.plate(community.street, community.house, xl=xl, url=url)
    return drawing.plate(community.title, kind=community.kind, xl=xl, url=url)


@register.simple_tag
def community_facts(community):
    """«4 подъезда, 80 квартир, построен в 1961 году. Входит в ТОС «Юбилейный».»"""
    facts = []
    if community.entrances:
        facts.append(
            ngettext("%(count)s entrance", "%(count)s entrances", community.entrances) % {"count": community.entrances}
        )
    if community.flats:
        facts.append(ngettext("%(count)s flat", "%(count)s flats", community.flats) % {"count": community.flats})
    if community.year_built:
        facts.append(_("built in %(year)s") % {"year": community.year_built})
    if not facts:
        facts.append(community.get_topic_display() or community.get_kind_display())
    words = ", ".join(facts)
    whole = format_html("{}.", words[:1].upper() + words[1:])
    if community.part_of and community.part_of.live:
        inside = format_html('<a href="{}">{}</a>', community.part_of.get_absolute_url(), community.part_of.title)
        whole += mark_safe(" ") + format_html(_("Part of {community}."), community=inside)
    return whole


@register.inclusion_tag("communities/_membership.html", takes_context=True)
def membership_button(context, community):
    """What the reader can do about belonging here: join, see how the request stands, leave; run it."""
    user = context["request"].user
    return {
        "community": community,
        "membership": membership_of(user, community.pk),
        "can_verify": can_verify(user, community),
        "can_grant": can_grant_role(user, community),
    }


@register.simple_tag
def community_tabs(community, tab):
    """Sections of a community's page at their own addresses; other apps give what stands there."""
    root = community.get_absolute_url()
    sections = [
        ("about", root, "info", _("About")),
        ("initiatives", f"{root}initiatives/", "bulb", _("Initiatives")),
        ("votes", f"{root}votes/", "vote", _("Votes")),
        ("results", f"{root}results/", "check-circle", _("Results")),
        ("people", f"{root}people/", "users", _("People")),
    ]
    items = [
        {"label": label, "url": url, "icon": icon, "current": name == tab} for name, url, icon, label in sections
    ]
    return tabs(items, _("Sections of the community"))
