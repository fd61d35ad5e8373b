"""What the crispy pack «veche» needs beside crispy's own filters: the HTML of a field is in templates/veche/."""

from django import forms, template
from django.db.models import BLANK_CHOICE_DASH
from django.forms.formsets import BaseFormSet
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

register = template.Library()

# Looks of a group of choices, beside plain lines.
LOOKS = ("pick--card", "seg", "picks")
# Django's errors that read the same at every field, unless the form words them itself.
GENERAL = ("required", "incomplete", "invalid_choice", "max_length", "min_length", "max_value", "min_value")


@register.filter
def look(field):
    """How a group of choices is drawn: "pick", or what the widget's class asks for, "picks" being many in a frame."""
    classes = field.field.widget.attrs.get("class", "").split()
    return next((name for name in LOOKS if name in classes), "pick")


@register.filter
def kind(field):
    """Which branch of field.html draws the field."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if widget.use_fieldset:
        return "group"
    return "input"


@register.filter
def control(field):
    """The widget with the design's class. Django itself adds required, aria-invalid and aria-describedby."""
    widget = field.field.widget
    own = widget.attrs.get("class", "")
    attributes = {}
    if not isinstance(widget, forms.CheckboxInput):
        attributes["class"] = f"input {own}".strip()
    if isinstance(widget, forms.Select):
        rows = list(widget.choices)
        if rows[:1] == BLANK_CHOICE_DASH:
            widget.choices = [("", pgettext("of a list", "Choose")), *rows[1:]]
    if counted(field):
        described = field.aria_describedby or ""
        attributes["aria-describedby"] = f"{described} {field.auto_id}_left".strip()
    if isinstance(widget, forms.CheckboxInput) and field.aria_describedby:
        attributes["aria-describedby"] = field.aria_describedby
    return field.as_widget(attrs=attributes)


@register.filter
def counted(field):
    """Whether the field is a long text with a limit, which shows how much is left."""
    widget = field.field.widget
    return isinstance(widget, forms.Textarea) and bool(getattr(field.field, "max_length", None))


@register.filter
def choices(field):
    """Radio buttons or checkboxes one by one: input, word, and the small words after a line break of the label."""
    for option in field.subwidgets:
        # The class tells the look of the group, not of the button in it.
        option.data["attrs"].pop("class", None)
        word, _, small = str(option.choice_label).partition("\n")
        if isinstance(option.choice_label, SafeString):
            # Built by a form with format_html: a picture with its words.
            word, small = mark_safe(word), mark_safe(small)
        yield {"tag": option.tag(wrap_label=False), "word": word, "small": small, "id": option.id_for_label}


@register.filter
def first_id(field):
    """Where a link to the field leads: a group of choices has no element with the field's own id."""
    return field.id_for_label or f"{field.auto_id}_0"


def _missing(field):
    """What to do about a field left empty, where the form has no words of its own for it."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return _("Put a mark here.")
    if isinstance(widget, forms.FileInput):
        return _("Add a file.")
    if isinstance(widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return _("Choose an answer.")
    return _("Fill in this field.")


def _said(field):
    """Errors of a field for the summary; those that name no field in their words are given its label."""
    for error in field.errors.as_data() if field.errors else []:
        if error.code == "required" and error.message == forms.Field.default_error_messages["required"]:
            yield field.label, _missing(field)
            continue
        label = field.label if error.code in GENERAL and error.code != "required" else ""
        yield from ((label, words) for words in error.messages)


@register.filter
def errors_in_words(field):
    """The errors said at the field itself: the same words as in the summary, without the label."""
    return [words for _label, words in _said(field)]


@register.inclusion_tag("components/form_errors.html")
def form_errors(*bound):
    """The summary of what to mend, with links to the fields; forms and formsets, each said once.

    `{{ form|crispy }}` shows it by itself where the page has not put it higher.
    """
    items = []
    for one in bound:
        if getattr(one, "errors_are_shown", False) or not getattr(one, "is_bound", False):
            continue
        one.errors_are_shown = True
        if isinstance(one, BaseFormSet):
            items += [{"words": words, "id": ""} for words in one.non_form_errors()]
        for form in one.forms if isinstance(one, BaseFormSet) else [one]:
            form.errors_are_shown = True
            items += [{"words": words, "id": ""} for words in form.non_field_errors()]
            for field in form:
                target = "" if field.is_hidden else first_id(field)
                items += [{"words": words, "id": target, "label": label} for label, words in _said(field)]
    return {"items": items}


@register.simple_tag
def fieldset_attributes(field):
    """aria-describedby of a group: its hint and its errors."""
    described = field.aria_describedby
    return format_html(' aria-describedby="{}"', described) if described else mark_safe("")
