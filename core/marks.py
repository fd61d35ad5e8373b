"""Places marked in a picture by people: cells of a grid laid over it, and rectangles drawn by the script."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.blurring import COLUMNS, Area, of_cells, of_text

LONGEST_AREAS = 1200


class BlurForm(forms.Form):
    """Marked places of a picture with so many rows of cells."""

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
