"""What is typed by those who run a vote."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.hinted_forms import Hinted
from voting.forms.drafting import CLOSING_HOUR, DayInput, TimeInput, two_lines
from voting.models import AmendmentKind


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Why the vote will not take place"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody will see it on the page of the vote."),
    )


class AmendForm(Hinted, forms.Form):
    """Prolong an open vote, or cancel it."""

    hinted = ("reason",)

    kind = forms.ChoiceField(
        label=_("What to do"),
        choices=[
            (
                AmendmentKind.EXTEND,
                two_lines(_("Prolong the vote"), _("Votes that are given stay. The roll does not change.")),
            ),
            (
                AmendmentKind.CANCEL,
                two_lines(
                    _("Cancel the vote"), _("For good: votes that are given are neither counted nor published.")
                ),
            ),
        ],
        widget=forms.RadioSelect(attrs={"class": "pick--card"}),
    )
    closes_day = forms.DateField(label=_("New end, if prolonged"), widget=DayInput, required=False)
    closes_time = forms.TimeField(label=_("New end, time"), widget=TimeInput, required=False)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Everybody reads it on the page of the vote, and it stays in the record that can be checked."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, vote, latest, **kwargs):
        super().__init__(*args, **kwargs)
        self.vote, self.latest = vote, latest
        self.initial.setdefault("closes_time", CLOSING_HOUR)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") != AmendmentKind.EXTEND:
            return cleaned
        day, hour = cleaned.get("closes_day"), cleaned.get("closes_time")
        last = timezone.localdate(self.latest)
        if day is None or hour is None:
            for name in ("closes_day", "closes_time"):
                if cleaned.get(name) is None and name not in self.errors:
                    self.add_error(name, ValidationError(_("Say until when the vote goes on."), code="end"))
        elif not timezone.localdate(self.vote.opens_at) <= day <= last:
            self.add_error("closes_day", ValidationError(_("Choose another day: this one is too far."), code="end"))
        else:
            cleaned["closes_at"] = datetime.combine(day, hour, tzinfo=timezone.get_current_timezone())
        return cleaned


class OutcomeForm(Hinted, forms.Form):
    hinted = ("text",)

    text = forms.CharField(
        label=_("What happens next"),
        help_text=_(
            "Who does what, and by when. For example: “We send the decision to the managing organisation by 20 June; "
            "its answer will be published here.” It cannot be changed afterwards."
        ),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
