"""What is typed at the control desk."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assignments.models import SavedFilter
from core.text import one_line


class SaveFilterForm(forms.Form):
    name = forms.CharField(label=_("Name of the filter"), max_length=SavedFilter._meta.get_field("name").max_length)

    def clean_name(self):
        name = one_line(self.cleaned_data["name"])
        if not name:
            raise ValidationError(_("Give it a name."), code="required")
        return name
