"""Components of the design as template tags. Drawing is in `core.drawing`, typography in `core.typography`."""

from functools import lru_cache

from django import template
from django.conf import settings
from django.template.defaultfilters import stringfilter
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import drawing, typography
from core.display import panel
from core.moments import date_tile, day, deadline, lead_time, moment, until

register = template.Library()

register.simple_tag(drawing.chip, name="chip")
register.simple_tag(drawing.plate, name="plate")
register.simple_tag(drawing.avatar, name="avatar")
register.filter("money", typography.money)
register.filter("number", typography.number)
register.filter("share", typography.share)


@register.simple_tag
def icon(name, label=""):
    """{% icon "vote" %}; a label is heard by screen readers where no word stands beside the icon."""
    if label:
        return drawing.icon(name) + format_html('<span class="vh">{}</span>', label)
    return drawing.icon(name)


@register.filter(is_safe=True)
@stringfilter
def nbsp(value):
    """No-break spaces after short prepositions and between a number and its unit."""
    return typography.no_breaks(value)


@register.filter
@stringfilter
def phone_digits(value):
    """«8 (8412) 60-00-00» → «88412600000», for tel: links."""
    return "".join(char for char in value if char.isdigit() or char == "+")


# --- addresses


@lru_cache(maxsize=256)
def _reversed(name, language):
    return reverse(name)


@register.simple_tag
def link(name):
    """The address of a page without parameters, as {% url %} gives it but found once per language."""
    return _reversed(name, get_language())


@register.simple_tag
def town_url(path=""):
    """The address of a page of the tree by its path: {% town_url "results/" %} is /en/results/ in English."""
    return _reversed("home", get_language()) + path


@register.simple_tag(takes_context=True)
def alternate_url(context, language):
    """The address of this page in the other language: Russian at /, English at /en/."""
    request = context.get("request")
    path = request.get_full_path() if request else "/"
    bare = path[3:] if path.startswith("/en/") else path
    return f"/en{bare}" if language == "en" else bare


@register.simple_tag(takes_context=True)
def here(context, *prefixes):
    """aria-current="page" when the page's address, without its language, begins with one of the prefixes."""
    request = context.get("request")
    path = request.path if request else ""
    bare = path[3:] if path.startswith("/en/") else path
    found = any(bare == prefix if prefix == "/" else bare.startswith(prefix) for prefix in prefixes)
    return mark_safe(' aria-current="page"') if found else ""


@register.simple_tag(takes_context=True)
def display_choices(context):
    """The groups of the accessible-version panel with what this reader has chosen."""
    chosen = context.get("display") or {}
    return [
        {"name": name, "label": label, "options": options, "chosen": chosen.get(name, "")}
        for name, label, options in panel()
    ]


# --- words of time

register.filter("moment", moment)
register.filter("day", day)
register.filter("lead_time", lead_time)
register.simple_tag(date_tile, name="date_tile")


@register.simple_tag(takes_context=True)
def due(context, when, plain=False):
    """A deadline: «до 14 июня, 20:00 — 3 дня»; three days or less is soon, the past is overdue.

    `plain` gives only the date, for terms that nobody can be late for.
    """
    now = getattr(context.get("request"), "now", None) or timezone.now()
    look, words = deadline(when, now) if not plain else ("", until(when, now))
    return format_html(
        '<p class="due{}">{}<time datetime="{}">{}</time></p>',
        f" due--{look}" if look else "",
        drawing.icon("overdue" if look == "over" else "clock"),
        when.isoformat(),
        typography.no_breaks(words),
    )


# --- figures


@register.simple_tag
def facade(count, total, quorum=None, rows=5, label=""):
    """Lit windows: turnout against quorum. Five rows in panels, two in cards."""
    if not label:
        words = {"count": count, "total": total, "quorum": quorum}
        if quorum is None:
            label = _("%(count)s of %(total)s have voted") % words
        elif count >= quorum:
            label = _("%(count)s of %(total)s have voted, the quorum of %(quorum)s is reached") % words
        else:
            label = _("%(count)s of %(total)s have voted, the quorum is %(quorum)s") % words
    return drawing.facade(count, total, quorum=quorum, rows=rows, label=label)


@register.simple_tag
def bar(shares, total=None, label=""):
    """Shares of a whole. `shares`: pairs (word, value), or one number with its total."""
    pairs = [("", shares)] if isinstance(shares, int) else list(shares)
    values = [value for _word, value in pairs]
    if not label:
        whole = sum(values) if total is None else total
        label = ", ".join(f"{word} {typography.share(value, whole)}".strip() for word, value in pairs)
    return drawing.bar(values, total=total, label=label)


@register.simple_tag
def bar_key(shares):
    """The legend of {% bar %}: swatch, word and value of each share."""
    return drawing.key(f"{word} {typography.number(value)}" for word, value in shares)


@register.simple_tag
def kpi(value, label, kind=""):
    """A figure with what it counts; `kind`: ok, bad, s (small) or several with spaces."""
    shown = typography.number(value) if isinstance(value, int) else value
    looks = "".join(f" kpi--{name}" for name in kind.split())
    return format_html('<p class="kpi{}"><b>{}</b> {}</p>', looks, shown, label)


# --- ways through a page


@register.simple_tag
def breadcrumbs(*parts):
    """{% breadcrumbs label url label url %}: where this page stands; the front page is added in front."""
    pairs = [(_("Home"), town_url()), *zip(parts[::2], parts[1::2], strict=True)]
    items = format_html_join("", '<li><a href="{}">{}</a></li>', ((url, label) for label, url in pairs))
    return format_html('<nav class="crumbs" aria-label="{}"><ol>{}</ol></nav>', _("You are here"), items)


@register.simple_tag
def tabs(items, label):
    """Sections of a page. `items`: dicts with label, url, and optionally icon, count, current."""
    rows = (
        (
            item["url"],
            mark_safe(' aria-current="page"') if item.get("current") else "",
            drawing.icon(item["icon"]) if item.get("icon") else "",
            item["label"],
            format_html(" <b>{}</b>", item["count"]) if item.get("count") else "",
        )
        for item in items
    )
    inside = format_html_join("", '<li><a href="{}"{}>{}{}{}</a></li>', rows)
    return format_html('<nav class="tabs" aria-label="{}"><ul>{}</ul></nav>', label, inside)


@register.simple_tag
def steps(items, horizontal=False):
    """A life cycle. `items`: dicts with title, and optionally note, state (done, now) and url."""
    rows = []
    for item in items:
        state, title = item.get("state", ""), conditional_escape(item["title"])
        attributes = {"done": ' class="is-done"', "now": ' class="is-now" aria-current="step"'}.get(state, "")
        if item.get("url"):
            title = format_html('<a href="{}">{}</a>', item["url"], title)
        passed = format_html('<span class="vh">, {}</span>', _("passed")) if state == "done" else ""
        note = format_html(" <span>{}{}</span>", item.get("note", ""), passed) if item.get("note") or passed else ""
        rows.append(format_html("<li{}><b>{}</b>{}</li>", mark_safe(attributes), title, note))
    look = " steps--h" if horizontal else ""
    return format_html('<ol class="steps{}">{}</ol>', look, mark_safe("".join(rows)))


@register.inclusion_tag("components/map.html", takes_context=True)
def map_box(context, points=(), map_id="map-points", zoom=16, latitude_field="", longitude_field=""):
    """A map that loads when asked for. `points`: dicts with lat, lon, label, and optionally url, note, kind.

    With the ids of two inputs the reader marks a place, and the inputs receive its coordinates.
    """
    town = getattr(context.get("request"), "municipality", None)
    return {
        "points": list(points or ()),
        "map_id": map_id,
        "zoom": zoom,
        "latitude_field": latitude_field,
        "longitude_field": longitude_field,
        # Written as JSON writes them, whatever the language's decimal sign.
        "latitude": repr(town.latitude) if town else "",
        "longitude": repr(town.longitude) if town else "",
        "tiles": settings.MAP_TILES,
        "attribution": settings.MAP_ATTRIBUTION,
    }


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context, page, parameter="page"):
    """Links to the pages of a list, with the rest of the query kept."""
    query = context["request"].GET.copy()
    query.pop(parameter, None)
    rest = query.urlencode()
    return {
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "ellipsis": page.paginator.ELLIPSIS,
        "prefix": f"?{rest}&{parameter}=" if rest else f"?{parameter}=",
    }


# --- words to the reader

NOTE_ICONS = {"ok": "check-circle", "warn": "warning", "bad": "x-circle", "": "info"}


@register.simple_block_tag
def note(content, kind="", icon="", role=""):
    """{% note "warn" %}…{% endnote %}: what happened or is about to. `kind`: ok, warn, bad or none."""
    look = f" note--{kind}" if kind else ""
    attributes = format_html(' role="{}"', role) if role else ""
    picture = drawing.icon(icon or NOTE_ICONS[kind])
    return format_html('<div class="note{}"{}>{}<div class="grow">{}</div></div>', look, attributes, picture, content)


@register.simple_block_tag
def empty_state(content, title, level=2):
    """{% empty_state title %}…{% endempty_state %}: nothing yet, and how to begin."""
    picture = drawing.facade(0, 0, label=_("No windows are lit yet"))
    return format_html('<div class="empty">{}<h{}>{}</h{}>{}</div>', picture, level, title, level, content)


MESSAGE_KINDS = {"success": "ok", "warning": "warn", "error": "bad"}


@register.inclusion_tag("components/toasts.html", takes_context=True)
def toasts(context):
    """What the last act said. A guest without messages is not asked for a session, so the page stays cacheable."""
    request = context.get("request")
    if request is None or (getattr(request, "is_guest", False) and "messages" not in request.COOKIES):
        return {"messages": []}
    found = context.get("messages") or []
    return {
        "messages": [
            {"text": message, "kind": kind, "icon": NOTE_ICONS[kind]}
            for message in found
            for kind in [MESSAGE_KINDS.get(message.level_tag, "")]
        ]
    }
