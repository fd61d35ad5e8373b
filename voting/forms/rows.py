"""The rows of a ballot that is drawn up: questions, options, projects."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import formset_factory
from django.utils.translation import gettext_lazy as _

from core.sums import SumField
from core.text import one_line
from voting.forms.shapes import OPTIONS, PROJECTS, QUESTIONS

MOST_ROWS = {QUESTIONS: 20, OPTIONS: 30, PROJECTS: 30}
# Rows of an empty form: a poll needs two options.
EMPTY_ROWS = {QUESTIONS: 1, OPTIONS: 3, PROJECTS: 3}


class Row(forms.Form):
    def clean_text(self):
        return one_line(self.cleaned_data["text"])


class QuestionRow(Row):
    text = forms.CharField(label=_("Question"), max_length=500, required=False)


class OptionRow(Row):
    text = forms.CharField(label=_("Option"), max_length=200, required=False)
    description = forms.CharField(
        label=_("Explanation"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "input"}),
    )

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("text") and "text" not in self.errors and any(cleaned.values()):
            self.add_error("text", ValidationError(_("Name it in a few words."), code="text"))
        return cleaned


class ProjectRow(OptionRow):
    cost = SumField(label=_("Cost, ₽"), min_value=1, required=False)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("text") and cleaned.get("cost") is None and "cost" not in self.errors:
            self.add_error("cost", ValidationError(_("Write what the project costs."), code="cost"))
        return cleaned


def rows_of(kind):
    """The set of forms for the rows of a ballot."""
    row = {QUESTIONS: QuestionRow, OPTIONS: OptionRow, PROJECTS: ProjectRow}[kind]
    most = MOST_ROWS[kind]
    return formset_factory(row, extra=0, max_num=most, validate_max=True, absolute_max=most + 10)
