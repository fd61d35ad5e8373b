"""What is typed on a poster."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import ChosenField
from core.text import PUBLIC_ID_LENGTH, one_line
from posters.models import LINE_LENGTH, WHEN_AND_WHERE

LINES = ("what", "when", "how", "whom")


class SubjectForm(forms.Form):
    """What the posters are about: asked first, because the lines follow from it."""

    about = forms.ChoiceField(label=_("What the posters are about"))

    def __init__(self, *args, subjects, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = subjects


class PackForm(forms.Form):
    """Four lines, the last day, and the entrances."""

    what = forms.CharField(label=_("What it is about"), max_length=LINE_LENGTH)
    when = forms.CharField(label=_("By when"), max_length=LINE_LENGTH)
    how = forms.CharField(label=_("How to take part"), max_length=LINE_LENGTH)
    whom = forms.CharField(label=_("Whom to ask"), max_length=LINE_LENGTH)
    last_day = forms.DateField(
        label=_("Take down after"),
        help_text=_("This day is printed at the foot of the sheet."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input--s"}),
        error_messages={"invalid": _("Write a date, for example 01.09.2027")},
    )
    entrances = forms.TypedMultipleChoiceField(
        label=_("For which entrances"),
        coerce=int,
        help_text=_("One sheet for each, with a code of its own: you will see which boards are read."),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "seg"}),
        error_messages={"required": _("Choose at least one entrance")},
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=PUBLIC_ID_LENGTH)

    def __init__(self, *args, entrances, tells_where=False, **kwargs):
        super().__init__(*args, **kwargs)
        if tells_where:
            self.fields["when"].label = WHEN_AND_WHERE
        self.order_fields([*LINES, "last_day", "entrances"])
        if len(entrances) > 1:
            self.fields["entrances"].choices = [(number, number) for number in entrances]
            self.initial.setdefault("entrances", entrances)
        else:
            del self.fields["entrances"]

    def clean(self):
        cleaned = super().clean()
        for name in LINES:
            if cleaned.get(name):
                try:
                    cleaned[name] = one_line(cleaned[name])
                except forms.ValidationError as refusal:
                    self.add_error(name, refusal)
        return cleaned

    def lines(self) -> dict[str, str]:
        """What was typed; call it on a valid form."""
        return {name: self.cleaned_data[name] for name in LINES}

    def chosen_entrances(self) -> list[int | None]:
        """None stands for the only door, or for the yard."""
        return self.cleaned_data.get("entrances") or [None]


class MeetingPacksForm(PackForm):
    """The same lines for every entrance of several communities; `places`: those to choose from."""

    places = ChosenField(
        label=_("For which houses"), queryset=None, help_text=_("One sheet for each entrance of each house.")
    )

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, entrances=(), tells_where=True, **kwargs)
        field = self.fields["places"]
        field.queryset = places
        field.label_from_instance = lambda place: place.title
        field.widget.attrs["size"] = 6
        self.order_fields(["places", *LINES, "last_day"])
