"""What is typed about annual reports."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.hinted_forms import Hinted
from figures.models import AnnualReport

HELP = {
    "background": _("What troubled residents before, in a few sentences with numbers where there are any."),
    "aims": _("What was to be reached, and by which tasks."),
    "stages": _("One step a line: who does what and when."),
    "informing": _("By which channels residents learned of meetings and of what was done."),
    "partners": _("Departments, managing organisations, councils of houses. Offices and not people's names."),
    "strengths": _("What worked well, and why others could repeat it."),
    "weaknesses": _("What did not work, honestly: contests ask for it."),
}


class OrderForm(forms.Form):
    """Of which year."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]


class TextsForm(Hinted, forms.ModelForm):
    """The words of a report, completed before it is signed off."""

    hinted = AnnualReport.TEXTS

    class Meta:
        model = AnnualReport
        fields = AnnualReport.TEXTS
        help_texts = HELP
        widgets = {name: forms.Textarea(attrs={"rows": 5}) for name in AnnualReport.TEXTS}


class SignForm(forms.Form):
    """That the signer has read what is signed."""

    seal = forms.CharField(widget=forms.HiddenInput, max_length=64)
    has_read = forms.BooleanField(
        label=_("I have read the report. After signing neither its figures nor its words nor its files change."),
        error_messages={"required": _("Read the report and put a tick.")},
    )
