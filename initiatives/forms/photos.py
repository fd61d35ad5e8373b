"""What is typed and marked about the pictures of an initiative."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.blurring import COLUMNS, Area, of_cells, of_text
from core.text import one_line

LONGEST_AREAS = 1200


class BlurForm(forms.Form):
    """Marked places: cells of a grid laid over the picture, and rectangles drawn by the script."""

    cell = forms.MultipleChoiceField(required=False)
    drawn = forms.CharField(required=False, max_length=LONGEST_AREAS, widget=forms.HiddenInput)

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows
        names = [f"{row}-{column}" for row in range(1, rows + 1) for column in range(1, COLUMNS + 1)]
        self.fields["cell"].choices = [(name, name) for name in names]

    def clean_drawn(self):
        try:
            of_text(self.cleaned_data["drawn"])
        except ValueError as error:
            raise ValidationError(_("The marks could not be read: mark the places again."), code="areas") from error
        return self.cleaned_data["drawn"]

    def areas(self) -> list[Area]:
        """Call it on a valid form."""
        return [*of_cells(self.cleaned_data["cell"], self.rows), *of_text(self.cleaned_data["drawn"])]

    def marked(self) -> list[str]:
        """The cells to show as marked, of a form in any state."""
        return self.data.getlist("cell") if self.is_bound else []


class DisputeForm(forms.Form):
    text = forms.CharField(
        label=_("Why the photo should be shown"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_text(self):
        return one_line(" ".join(self.cleaned_data["text"].split()))
