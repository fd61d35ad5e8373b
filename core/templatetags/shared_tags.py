"""{% shared %}: a part of a page rendered once for everybody."""

from django import template
from django.utils.safestring import mark_safe

from core.fragments import remember

register = template.Library()


class SharedNode(template.Node):
    def __init__(self, nodelist, key):
        self.nodelist, self.key = nodelist, key

    def render(self, context):
        key = "/".join(str(part.resolve(context)) for part in self.key)
        request = context["request"]
        if "False" in key.split("/"):
            return self.nodelist.render(context)
        # The reader's choice to see no pictures is part of the markup.
        images = (context.get("display") or {}).get("images", "")
        return mark_safe(remember(request, f"html:{key}:{images}", lambda: str(self.nodelist.render(context))))


@register.tag
def shared(parser, token):
    """{% shared "name" key… %}…{% endshared %}: HTML without anything of the reader's own, and without a token.

    A key that is False switches the keeping off: {% shared "text" initiative.is_public initiative.pk %}.
    """
    _tag, *key = token.split_contents()
    nodelist = parser.parse(("endshared",))
    parser.delete_first_token()
    return SharedNode(nodelist, [parser.compile_filter(part) for part in key])
