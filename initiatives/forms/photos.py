"""What is typed about the pictures of an initiative."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text import one_line


class DisputeForm(forms.Form):
    text = forms.CharField(
        label=_("Why the photo should be shown"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_text(self):
        return one_line(" ".join(self.cleaned_data["text"].split()))
