"""How a community is shown on its own pages and elsewhere."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import CommunityKind
from communities.permissions import can_grant_role, can_verify, membership_of
from core import drawing
from core.templatetags.core_tags import tabs
from core.typography import number

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
        is_tos = community.kind == CommunityKind.TOS
        facts.append(_("residents' self-government on a part of the town") if is_tos else community.get_kind_display())
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


@register.simple_tag(takes_context=True)
def community_tabs(context, community, tab):
    """Sections of a community's page at their own addresses; other apps give what stands there."""
    root = community.get_absolute_url()
    sections = [
        ("about", root, "info", _("About")),
        ("feed", f"{root}feed/", "chat", _("Feed")),
        ("initiatives", f"{root}initiatives/", "bulb", _("Initiatives")),
        ("votes", f"{root}votes/", "vote", _("Votes")),
        ("meetings", f"{root}meetings/", "calendar", _("Meetings")),
        ("results", f"{root}results/", "check-circle", _("Results")),
        ("people", f"{root}people/", "users", _("People")),
    ]
    if can_verify(context["request"].user, community):
        sections.append(("run", f"{root}run/", "clock", _("Activist's page")))
    items = [{"label": label, "url": url, "icon": icon, "current": name == tab} for name, url, icon, label in sections]
    return tabs(items, _("Sections of the community"))


@register.simple_tag
def running_tabs(community, tab):
    """What those who let neighbours in have to do, each at its own address."""
    sections = [
        ("run", "clock", _("Activist's page")),
        ("requests", "users", _("Requests to join")),
        ("members", "user", _("Members")),
    ]
    if community.is_building:
        sections.append(("codes", "printer", _("Codes")))
    items = [
        {
            "label": label,
            "url": reverse(f"communities:{name}", args=[community.slug]),
            "icon": icon,
            "current": name == tab,
        }
        for name, icon, label in sections
    ]
    return tabs(items, _("Running the community"))


@register.simple_tag
def kind_tabs(kinds, wanted):
    """The filter of the directory by kind, with what was searched kept."""
    root = reverse("communities:list")
    items = [
        {
            "label": label,
            "url": f"{root}?{urlencode({'q': wanted['q'], 'kind': kind})}",
            "current": kind == wanted["kind"],
        }
        for kind, label in [("", _("All")), *kinds]
    ]
    return tabs(items, _("Kind of community"))


def _area(hundredths) -> str:
    whole, rest = divmod(hundredths, 100)
    digits = f"{number(whole)},{rest:02}".rstrip("0").rstrip(",") if rest else number(whole)
    return _("%(area)s m²") % {"area": digits}


@register.inclusion_tag("communities/_passport.html")
def community_passport(community):
    """The passport of a building and the facts of a ТОС; a row only for what is known."""
    building = [
        (_("Year of building"), community.year_built),
        (_("Floors"), community.floors),
        (_("Entrances"), community.entrances),
        (_("Flats"), community.flats),
        (_("Area"), _area(community.area_hundredths) if community.area_hundredths else ""),
        (_("Management"), community.get_management_form_display()),
    ]
    tos = [
        (_("Borders"), community.boundary_decision),
        (_("Charter registered, number"), community.charter_registration_number),
        (
            _("Charter registered on"),
            date_format(community.charter_registered_on, _("j F Y")) if community.charter_registered_on else "",
        ),
    ]
    sections = [
        (heading, [row for row in rows if row[1]])
        for heading, rows in ((_("Passport of the building"), building), (_("About the ТОС"), tos))
    ]
    return {"sections": [(heading, rows) for heading, rows in sections if rows]}


@register.simple_tag
def community_pins(community):
    """The community's own place for {% map_box %}."""
    return [{"lat": community.latitude, "lon": community.longitude, "label": community.title}]
