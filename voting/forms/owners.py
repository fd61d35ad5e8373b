"""What is typed around the general meeting of owners that a vote prepares."""

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.moments import day
from voting.models import OwnersMeeting
from voting.terms_of_owners import first_meeting_day, notice_term


class MeetingShape(models.TextChoices):
    """Housing Code, art. 44.1."""

    IN_PERSON = "in_person", pgettext_lazy("form of a meeting", "in person")
    IN_ABSENTIA = "in_absentia", pgettext_lazy("form of a meeting", "in absentia, by decisions in writing")
    MIXED = "mixed", pgettext_lazy("form of a meeting", "mixed: in person and by decisions in writing")


IF_IN_PERSON = gettext_lazy("For a meeting in person or a mixed one")
IF_IN_WRITING = gettext_lazy("For a meeting in absentia or a mixed one")


def _day():
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _moment():
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class NoticeForm(forms.Form):
    """The notice of the meeting. What is typed goes onto the sheet and is kept nowhere."""

    handed_on = forms.DateField(
        label=gettext_lazy("Last day on which the notice is handed over or hung out"), widget=_day()
    )
    initiator = forms.CharField(
        label=gettext_lazy("Initiator: owner's name and flat, or the organisation"), max_length=200
    )
    form = forms.ChoiceField(
        label=gettext_lazy("Form of the meeting"), choices=MeetingShape, initial=MeetingShape.MIXED
    )
    held_at = forms.DateTimeField(
        label=gettext_lazy("Date and time of the meeting"), required=False, widget=_moment(), help_text=IF_IN_PERSON
    )
    place = forms.CharField(
        label=gettext_lazy("Place of the meeting"), max_length=200, required=False, help_text=IF_IN_PERSON
    )
    decisions_until = forms.DateTimeField(
        label=gettext_lazy("Decisions in writing are taken until"),
        required=False,
        widget=_moment(),
        help_text=IF_IN_WRITING,
    )
    hand_in = forms.CharField(
        label=gettext_lazy("Where decisions in writing are given in"),
        max_length=200,
        required=False,
        help_text=IF_IN_WRITING,
    )
    materials = forms.CharField(
        label=gettext_lazy("Where to read the materials of the meeting"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self):
        typed = super().clean()
        shape = typed.get("form")
        if shape in (MeetingShape.IN_PERSON, MeetingShape.MIXED):
            self._need("held_at", "place")
        if shape in (MeetingShape.IN_ABSENTIA, MeetingShape.MIXED):
            self._need("decisions_until", "hand_in")
        first = min((typed[name] for name in ("held_at", "decisions_until") if typed.get(name)), default=None)
        handed = typed.get("handed_on")
        if first and handed and first.date() < first_meeting_day(handed):
            term = notice_term(handed)
            words = {"days": term.days, "source": term.source, "day": day(first_meeting_day(handed))}
            self.add_error(
                "held_at" if typed.get("held_at") else "decisions_until",
                _("At least %(days)s whole days have to lie between (%(source)s): choose %(day)s or later.") % words,
            )
        typed["form_words"] = str(MeetingShape(shape).label) if shape else ""
        return typed

    def _need(self, *names):
        for name in names:
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, _("The law asks for it in the notice of such a meeting."))


class OwnersMeetingForm(forms.ModelForm):
    """Number, date and outcome of the minutes, as they were signed."""

    link = forms.URLField(
        label=capfirst(OwnersMeeting._meta.get_field("link").verbose_name),
        help_text=gettext_lazy("The address of the minutes with personal data removed, if they are published"),
        max_length=200,
        required=False,
        assume_scheme="https",
    )

    class Meta:
        model = OwnersMeeting
        fields = ["number", "held_on", "outcome", "link"]
        widgets = {"held_on": _day(), "outcome": forms.Textarea(attrs={"rows": 6})}
        help_texts = {
            "outcome": gettext_lazy(
                "By each question: accepted or not. Name no owners and no flats: the page is public."
            ),
        }
