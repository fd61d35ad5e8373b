"""What is typed at the phone desk and in the closing report."""

from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from assignments.forms.fields import check_day, end_of
from core.hinted_forms import Hinted
from core.moments import day
from meetings import permissions as may
from meetings.actions.recording import LARGEST_COUNT
from municipalities.models import Department
from municipalities.working import due_at


class Decision(models.TextChoices):
    ASSIGN = "assign", pgettext_lazy("at the meeting desk", "Give an assignment")
    HAND_OVER = "hand_over", pgettext_lazy("at the meeting desk", "Hand over to a department")
    ANSWER = "answer", pgettext_lazy("at the meeting desk", "Answered at once")
    LATER = "later", pgettext_lazy("at the meeting desk", "Decide later")


class Term(models.TextChoices):
    DAYS = "3", _("3 days")
    WEEK = "7", _("a week")
    MONTH = "30", _("a month")
    DATE = "date", _("by a date")


def decisions_of(user, meeting) -> list[Decision]:
    """What this person may decide about a problem at this meeting, the usual one first."""
    if may.can_give_assignments(user, meeting):
        return [Decision.ASSIGN, Decision.ANSWER, Decision.LATER]
    if may.can_name_department(user, meeting):
        return [Decision.HAND_OVER, Decision.LATER]
    return [Decision.LATER]


def until_day(moment) -> str:
    return gettext("until %(date)s") % {"date": day(moment)}


def last_used_first(departments, problems) -> list:
    """Departments in the order in which the desk chose them last; then by name."""
    used = problems.filter(appeal__department__isnull=False).order_by("-pk")
    recent = list(dict.fromkeys(used.values_list("appeal__department", flat=True)[:100]))
    return sorted(departments, key=lambda one: recent.index(one.pk) if one.pk in recent else len(recent))


class DecisionForm(Hinted, forms.Form):
    """What is to happen with a problem: asked at once, or later on a page of its own."""

    hinted = ("answer",)

    decision = forms.ChoiceField(label=_("What happens now"), widget=forms.RadioSelect)
    department = forms.ModelChoiceField(
        label=_("Which department"), queryset=Department.objects.none(), required=False, widget=forms.RadioSelect,
        empty_label=None, error_messages={"invalid_choice": _("There is no such department in this town.")},
    )  # fmt: skip
    term = forms.ChoiceField(label=_("By when"), choices=Term, required=False, widget=forms.RadioSelect)
    due_on = forms.DateField(
        label=_("The date"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    answer = forms.CharField(
        label=_("What was answered"), required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, meeting, user, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting, self.now = meeting, now
        self.decisions = decisions_of(user, meeting)
        self.fields["decision"].choices = [(one.value, one.label) for one in self.decisions]
        self.fields["decision"].initial = self.decisions[0].value
        self.fields["term"].initial = Term.WEEK.value
        if Decision.ASSIGN in self.decisions or Decision.HAND_OVER in self.decisions:
            departments = Department.objects.within(meeting.municipality)
            self.departments = last_used_first(departments, meeting.problems)
            self.fields["department"].queryset = departments
            self.fields["department"].choices = [(one.pk, one.name) for one in self.departments]
        else:
            del self.fields["department"]
        if Decision.ASSIGN in self.decisions:
            self.fields["term"].choices = [(term.value, self._in_words(term)) for term in Term]
        else:
            del self.fields["term"], self.fields["due_on"]
        if Decision.ANSWER not in self.decisions:
            del self.fields["answer"]

    def _in_words(self, term) -> str:
        """A term with the day on which it would end, on a line of its own."""
        ends = self._ends(term)
        return f"{term.label}\n{until_day(ends)}" if ends else str(term.label)

    def _ends(self, term) -> datetime | None:
        if term == Term.DATE:
            return None
        return due_at(self.meeting.municipality, self.now, int(term), "calendar_days")

    def ends_at(self, term: str, day: date | None, department=None) -> datetime:
        """The moment that was named: a day ends when the department closes, as for any assignment.

        Raises ValidationError with code `term`, `day` or `past`.
        """
        if term in Term.values and term != Term.DATE:
            return self._ends(term)
        if day is None:
            raise ValidationError(_("Name the date."), code="term")
        town = self.meeting.municipality
        moment = end_of(town, check_day(day, town.today(self.now)), department)
        # Today after closing time, or a day off before which nobody works any more.
        if moment <= self.now:
            raise ValidationError(_("The office works no more by that day: name a later one."), code="past")
        return moment

    def needs_hint(self, cleaned):
        return cleaned.get("decision") == Decision.ANSWER

    def clean(self):
        cleaned = super().clean()
        decision = cleaned.get("decision")
        if decision in (Decision.ASSIGN, Decision.HAND_OVER) and not cleaned.get("department"):
            if "department" not in self.errors:
                self.add_error("department", ValidationError(_("Choose the department."), code="department"))
        if decision == Decision.ANSWER and not cleaned.get("answer", "").strip():
            self.add_error("answer", ValidationError(_("Write what was answered."), code="answer"))
        if decision == Decision.ASSIGN and "due_on" not in self.errors:
            try:
                self.due_at = self.ends_at(cleaned.get("term"), cleaned.get("due_on"), cleaned.get("department"))
            except ValidationError as refusal:
                self.add_error("due_on", refusal)
        return cleaned

    def chosen(self) -> dict:
        """What the act is given; call it on a valid form."""
        cleaned, decision = self.cleaned_data, self.cleaned_data["decision"]
        return {
            "department": cleaned.get("department") if decision in (Decision.ASSIGN, Decision.HAND_OVER) else None,
            "due_at": self.due_at if decision == Decision.ASSIGN else None,
            "answer": cleaned["answer"].strip() if decision == Decision.ANSWER else "",
        }


class ProblemForm(DecisionForm):
    """One problem, in the order in which it is heard."""

    hinted = ("text", "answer")

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("What was said"), max_length=3000, widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        # Dictation is the keyboard's: the site hears nobody and sends voices nowhere.
        help_text=_("The microphone on the phone's keyboard writes down what you say."),
        error_messages={"required": _("Write down what was said.")},
    )  # fmt: skip
    photo = forms.FileField(
        label=_("Photo"), required=False, widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"})
    )
    speaker = forms.CharField(
        label=_("Who said it"), help_text=_("Only the staff sees this."), required=False, max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    place = forms.ChoiceField(label=_("About which house or yard"), required=False)
    question = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    is_private = forms.BooleanField(
        label=_("A personal matter"), help_text=_("Neighbours will not see this problem."), required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {str(place.pk): place for place in may.places_of(self.meeting)}
        if len(self.places) > 1:
            self.fields["place"].choices = [
                ("", _("The whole meeting")),
                *((k, p.title) for k, p in self.places.items()),
            ]
        else:
            del self.fields["place"]

    def needs_hint(self, cleaned):
        return not cleaned.get("is_private")

    def clean_question(self):
        key = self.cleaned_data["question"]
        return self.meeting.questions.filter(public_id=key, hidden_at=None).first() if key else None


class HeadCountForm(forms.Form):
    """A press of the counter: +1, +10, −1."""

    client_id = forms.UUIDField()
    change = forms.IntegerField(min_value=-LARGEST_COUNT, max_value=LARGEST_COUNT)
