"""Rich text in pages, through an allow-list at output: what a database, an import or a form brought is not trusted."""

from functools import lru_cache

from django import template
from django.utils.safestring import mark_safe
from wagtail.rich_text import RichText, expand_db_html
from wagtail.whitelist import Whitelister, allow_without_attributes, attribute_rule, check_url

from core.typography import no_breaks

register = template.Library()

_BARE = ("[document]", "p", "br", "hr", "b", "strong", "i", "em", "ul", "ol", "li", "h2", "h3", "h4", "blockquote")


class _Allowed(Whitelister):
    element_rules = {
        **dict.fromkeys(_BARE, allow_without_attributes),
        "a": attribute_rule({"href": check_url}),
    }

    def clean_tag_node(self, doc, tag):
        # The words inside these are not words.
        if tag.name in ("script", "style", "template", "iframe", "object", "svg", "math", "textarea", "title"):
            tag.decompose()
        else:
            super().clean_tag_node(doc, tag)


@lru_cache(maxsize=512)
def sanitised(html: str) -> str:
    """Only paragraphs, lists, emphasis, headings and links to safe addresses."""
    return _Allowed().clean(html)


@register.filter
def rich(value):
    """Text of an editor: its links to pages and documents resolved, only allowed markup, no-break spaces."""
    source = value.source if isinstance(value, RichText) else str(value)
    return mark_safe(no_breaks(sanitised(expand_db_html(source))))
