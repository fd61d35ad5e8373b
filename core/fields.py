"""Fields of forms that Django lacks."""

from django import forms
from django.core.exceptions import ValidationError


class ChosenField(forms.ModelMultipleChoiceField):
    """Several things chosen of many. A number longer than the database keeps is no choice, as with a single thing.

    Django asks for one thing by "equals", which knows the width of a column, and for several by "in", which does not:
    SQLite's driver then raises OverflowError.
    """

    def clean(self, value):
        try:
            return super().clean(value)
        except OverflowError:
            raise ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": max(value, key=len)}
            ) from None
