"""What officials type about one message."""

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from accounts.models import User
from appeals.models import AnswerTemplate, Appeal, AppealCategory, AppealSource, InternalNote, Reply
from assignments.models import Assignment
from assignments.permissions import departments_of
from core.fields import ChosenField
from core.moments import day as day_words
from feed.forms import plain_lines
from municipalities.models import Department, StaffMember, StaffRole
from municipalities.permissions import is_decider
from municipalities.working import calendar_of, due_at, glance
from municipalities.worktime import Unit
from voting.forms.drafting import DayInput

# Terms offered for a promise, in working days.
TERMS = (3, 5, 10, 20)
FARTHEST = timedelta(days=730)
LONGEST = Reply._meta.get_field("text").max_length


def long_text(label, help_text="", rows=8, limit=LONGEST):
    return forms.CharField(
        label=label, help_text=help_text, max_length=limit, widget=forms.Textarea(attrs={"rows": rows})
    )


class WordsForm(forms.Form):
    """Some words, cleaned of what cannot be seen."""

    text = long_text(_("Text"))

    def clean_text(self):
        text = plain_lines(self.cleaned_data["text"])
        if not text:
            raise ValidationError(_("Write some words: the author reads them."), code="empty")
        return text


class AnswerForm(WordsForm):
    """The answer; a template is put in by a button that sends the form and changes nothing else."""

    template = forms.ModelChoiceField(
        label=_("Template"),
        queryset=AnswerTemplate.objects.none(),
        required=False,
        empty_label=_("Without a template"),
    )
    text = long_text(
        pgettext_lazy("words", "Answer"), _("Everybody who may read the message reads the answer."), rows=10
    )

    def __init__(self, *args, municipality, departments, **kwargs):
        super().__init__(*args, **kwargs)
        ours = Q(department=None) | Q(department__in=departments)
        self.fields["template"].queryset = AnswerTemplate.objects.within(municipality).filter(ours)

    def with_template(self) -> dict:
        """What was typed, and under it the words of the chosen template; what is not chosen changes nothing."""
        typed = self.data.get("text", "").strip()
        key = self.data.get("template", "")
        chosen = self.fields["template"].queryset.filter(pk=key).first() if key.isdecimal() else None
        words = chosen.text.strip() if chosen else ""
        text = typed if words in typed else f"{typed}\n\n{words}".strip()
        return {"template": key, "text": text[:LONGEST]}


class AskForm(WordsForm):
    text = long_text(_("Question to the author"), _("Ask for what is missing: a place, a time, a photo."), rows=5)


class NoteForm(forms.ModelForm):
    class Meta:
        model = InternalNote
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"text": _("Only the staff of the town read it: it is on no page of residents.")}


class ForwardForm(WordsForm):
    body = forms.CharField(
        label=_("To which body"),
        max_length=200,
        help_text=_("In full, for example: the housing inspection of the region."),
    )
    due = forms.DateField(
        label=_("That body answers by"), required=False, widget=DayInput, help_text=_("If it is known.")
    )
    text = long_text(
        _("What you tell the author"), _("Why it is that body's job, and how to find its answer."), rows=6
    )


class DeclineForm(forms.Form):
    reason = long_text(_("Why the message is declined"), _("The author and the neighbours read it."), rows=6)
    next_step = forms.CharField(
        label=_("What the author can do instead"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Where to turn, what to wait for, what to send."),
    )


class RouteForm(forms.Form):
    department = forms.ModelChoiceField(label=_("Department"), queryset=Department.objects.none())
    category = forms.ModelChoiceField(
        label=_("Category"), queryset=AppealCategory.objects.none(), required=False, empty_label=_("As it is")
    )

    def __init__(self, *args, municipality, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.within(municipality)
        self.fields["category"].queryset = AppealCategory.objects.within(municipality)


def workers_of_town(municipality):
    """Specialists with their departments: who may be put in charge is told by the act."""
    rows = StaffMember.objects.within(municipality).serving(municipality.today())
    return rows.filter(role=StaffRole.SPECIALIST, department__isnull=False)


class PromiseForm(forms.Form):
    """By when: a term in working days, or a day of one's own. `due_at()` is the moment in which it ends."""

    term = forms.ChoiceField(label=_("By when"), widget=forms.RadioSelect)
    day = forms.DateField(label=_("Another day"), required=False, widget=DayInput)

    def __init__(self, *args, municipality, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.municipality, self.now = municipality, now
        self.fields["term"].choices = [
            *((str(days), self._words(days, now)) for days in TERMS),
            ("day", _("By another day")),
        ]
        self.initial.setdefault("term", str(TERMS[2]))

    def _words(self, days, now):
        words = ngettext("%(count)s working day", "%(count)s working days", days) % {"count": days}
        end = glance(self.municipality).due(now, days, Unit.DAYS)
        return f"{words}\n{_('until %(date)s') % {'date': day_words(end, now)}}"

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("term") == "day" and "day" not in self.errors:
            self._check_day(cleaned.get("day"))
        return cleaned

    def _check_day(self, day: date | None):
        today = self.municipality.today(self.now)
        if day is None:
            self.add_error("day", ValidationError(_("Choose the day."), code="required"))
        elif not today < day <= today + FARTHEST:
            self.add_error("day", ValidationError(_("Choose a day that is ahead, within two years."), code="day"))

    def due_at(self, department=None):
        """The end of the term by the hours of a department; call it on a valid form."""
        if self.cleaned_data["term"] != "day":
            return due_at(self.municipality, self.now, int(self.cleaned_data["term"]), "days", department=department)
        calendar, day = calendar_of(self.municipality, department), self.cleaned_data["day"]
        # A day off ends with the last working day before it: the promise is not kept on a Sunday.
        while not calendar.is_working(day) and day > self.municipality.today(self.now):
            day -= timedelta(days=1)
        return calendar.closing(day)


def promising(by, municipality, source=""):
    """The departments for which somebody may promise: the controller and the head for all, a specialist for theirs.

    At a meeting whoever is at the desk writes down the word of the head.
    """
    departments = Department.objects.within(municipality)
    if is_decider(by, municipality) or source == AppealSource.MEETING:
        return departments
    return departments.filter(pk__in=departments_of(by, municipality))


class ControlForm(PromiseForm):
    """Whose assignment the message becomes, and by when."""

    department = forms.ModelChoiceField(label=_("Department"), queryset=Department.objects.none())
    executor = forms.ModelChoiceField(
        label=_("Person in charge"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("The department decides"),
        help_text=_("Somebody of the chosen department."),
    )
    co_executors = ChosenField(
        label=_("Co-executors"),
        queryset=Department.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    title = forms.CharField(label=_("What has to be done"), max_length=Assignment._meta.get_field("title").max_length)
    text = forms.CharField(
        label=_("Details for the executor"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Of a public message everybody reads the assignment."),
    )
    is_personal = forms.BooleanField(label=_("Under the head's personal control"), required=False)

    field_order = ["title", "text", "department", "executor", "co_executors", "term", "day", "is_personal"]

    def __init__(self, *args, appeal, by, **kwargs):
        super().__init__(*args, **kwargs)
        town = self.municipality
        self.fields["department"].queryset = promising(by, town, appeal.source)
        self.fields["co_executors"].queryset = Department.objects.within(town)
        if not is_decider(by, town):
            del self.fields["is_personal"]
        places = dict(workers_of_town(town).values_list("user", "department__name"))
        people = User.objects.filter(pk__in=places, is_active=True).order_by("last_name", "first_name", "pk")
        self.fields["executor"].queryset = people
        self.fields["executor"].label_from_instance = lambda person: (
            f"{person.last_name} {person.first_name} — {places.get(person.pk, '')}".strip()
        )
        self.initial.setdefault("department", appeal.department_id)
        self.initial.setdefault("title", appeal.title)
        self.initial.setdefault("text", appeal.text)

    def promise(self) -> dict:
        """The keywords of the act."""
        names = ("department", "executor", "co_executors", "title", "text", "is_personal")
        chosen = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        others = [one for one in chosen["co_executors"] if one != chosen["department"]]
        return chosen | {"co_executors": others, "due_at": self.due_at(chosen["department"])}


class OriginalForm(forms.Form):
    """Which message this one repeats: one of the similar ones, or by its number."""

    similar = forms.ChoiceField(label=_("Similar messages"), required=False, widget=forms.RadioSelect)
    number = forms.IntegerField(
        label=_("Or the number of another message"), required=False, min_value=1, max_value=2_147_483_647
    )

    def __init__(self, *args, appeals, similar=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.appeals = appeals
        if similar:
            self.fields["similar"].choices = [
                *((row.public_id, f"№ {row.number}. {row.title}\n{row.place or ''}") for row in similar),
                ("", _("None of these")),
            ]
        else:
            del self.fields["similar"]

    def clean(self):
        cleaned = super().clean()
        number, similar = cleaned.get("number"), cleaned.get("similar")
        found = self.appeals.filter(number=number) if number else self.appeals.filter(public_id=similar or "")
        cleaned["original"] = found.first()
        if cleaned["original"] is None and not self.errors:
            words = _("There is no message with this number.") if number else _("Choose a message or type its number.")
            self.add_error("number", ValidationError(words, code="original"))
        return cleaned


class RegisterForm(forms.Form):
    number = forms.CharField(
        label=_("Registration number"), max_length=Appeal._meta.get_field("registration_number").max_length
    )
    registered_on = forms.DateField(label=_("Registered on"), widget=DayInput)


class ExtendForm(forms.Form):
    """The law lets the term be prolonged once, with notice to the author."""

    until = forms.DateField(label=_("New term"), widget=DayInput)
    reason = forms.CharField(
        label=_("Why the term is prolonged"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The author gets these words as a notice."),
    )
