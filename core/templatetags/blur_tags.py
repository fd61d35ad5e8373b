"""The grid that is laid over a picture."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def blur_grid(form, rows, columns):
    """A box for each square of the picture, named by its place; hundreds of them, so they are written here."""
    marked = set(form.marked())
    label = _("Row %(row)s, column %(column)s")
    cells = (
        format_html(
            '<label class="blur__cell"><input type="checkbox" name="cell" value="{}-{}" aria-label="{}"{}></label>',
            row,
            column,
            label % {"row": row, "column": column},
            mark_safe(" checked") if f"{row}-{column}" in marked else "",
        )
        for row in rows
        for column in columns
    )
    return mark_safe("".join(cells))
