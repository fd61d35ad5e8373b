"""What is typed in the closing report of a meeting."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.hinted_forms import Hinted
from core.uploads import document_kind
from meetings.actions.holding import PHOTO_LIMIT
from meetings.desk.forms import DecisionForm, Term, last_used_first
from municipalities.models import Department

# Whatever a browser sends within settings.DATA_UPLOAD_MAX_NUMBER_FIELDS; the rest is decided on the desk.
MOST_ROWS = 400
MOST_QUESTIONS = 60


class Pictures(forms.FileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Several pictures at once; what they are is told by the intake."""

    def clean(self, data, initial=None):
        return [super(PicturesField, self).clean(one, initial) for one in data or [] if one]


class ReportForm(Hinted, forms.Form):
    """What is said of a meeting that is over."""

    hinted = ("minutes",)

    minutes = forms.CharField(
        label=_("What was said and agreed on"), help_text=_("The minutes in words. Everybody reads them."),
        required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip
    minutes_file = forms.FileField(
        label=_("Signed minutes"), help_text=_("A PDF, DOCX, XLSX or ODT of up to 20 MB; everybody can open it."),
        required=False,
    )  # fmt: skip
    pictures = PicturesField(
        label=_("Photos of the meeting"),
        help_text=_("Up to 10 pictures. Everybody sees them: choose those in which nobody would mind."),
        required=False,
        widget=Pictures(attrs={"multiple": True, "accept": "image/jpeg,image/png,image/webp,image/*"}),
    )

    def clean_minutes_file(self):
        file = self.cleaned_data["minutes_file"]
        if file is not None:
            document_kind(file)
        return file

    def clean_pictures(self):
        pictures = self.cleaned_data["pictures"]
        if len(pictures) > PHOTO_LIMIT:
            raise ValidationError(
                _("No more than %(limit)s pictures."), code="too_many", params={"limit": PHOTO_LIMIT}
            )
        return pictures


class CloseForm(ReportForm):
    """The report, with a department for each problem that the desk left open and a word for each question."""

    attendance = forms.IntegerField(
        label=_("How many people came"), min_value=0, max_value=100_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    term = forms.ChoiceField(
        label=_("By when, for all of these"), choices=Term, required=False, widget=forms.RadioSelect
    )
    due_on = forms.DateField(
        label=_("The date"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    is_left = forms.BooleanField(
        label=_("Leave the rest without a department"),
        help_text=_("They will wait in the common list of messages, with the usual term of an answer."),
        required=False,
    )

    field_order = ("attendance", "minutes", "minutes_file", "pictures", "term", "due_on", "is_left")

    def __init__(self, *args, meeting, user, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting, self.now = meeting, now
        self.helper = DecisionForm(meeting=meeting, user=user, now=now)
        self.may_assign = "term" in self.helper.fields
        self.fields["attendance"].initial = meeting.attendance
        self.fields["term"].initial = Term.WEEK.value
        self.open = self._open_problems(user) if self.may_assign else []
        self.questions = list(
            meeting.questions.filter(hidden_at=None, answer="", problems=None).order_by("-vote_count", "pk")[
                :MOST_QUESTIONS
            ]
        )
        self._add_rows()

    def _open_problems(self, user):
        rows = self.meeting.problems.undecided().select_related("appeal", "appeal__community")
        # What one asked oneself is left to a colleague.
        return list(rows.exclude(appeal__author=user)[:MOST_ROWS])

    def _add_rows(self):
        departments = last_used_first(Department.objects.within(self.meeting.municipality), self.meeting.problems)
        self.departments = {str(one.pk): one for one in departments}
        choices = [("", _("— nobody yet —")), *((key, one.name) for key, one in self.departments.items())]
        for problem in self.open:
            field = forms.ChoiceField(label=problem.appeal.title, choices=choices, required=False)
            field.widget.attrs["class"] = "input"
            self.fields[f"department-{problem.pk}"] = field
        for question in self.questions:
            self.fields[f"answer-{question.pk}"] = forms.CharField(
                label=question.text, required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
            )
        if not self.open:
            del self.fields["term"], self.fields["due_on"], self.fields["is_left"]

    def open_rows(self):
        """Each open problem with its field."""
        return [(problem, self[f"department-{problem.pk}"]) for problem in self.open]

    def question_rows(self):
        return [(question, self[f"answer-{question.pk}"]) for question in self.questions]

    def hinted_words(self, cleaned):
        return [cleaned.get("minutes") or "", *(cleaned.get(f"answer-{one.pk}") or "" for one in self.questions)]

    def clean(self):
        cleaned = super().clean()
        self.due_at = None
        chosen = [problem for problem in self.open if cleaned.get(f"department-{problem.pk}")]
        if chosen:
            try:
                self.due_at = self.helper.ends_at(cleaned.get("term"), cleaned.get("due_on"))
            except ValidationError as refusal:
                self.add_error("due_on", refusal)
        if len(chosen) < len(self.open) and not cleaned.get("is_left"):
            self.add_error(
                "is_left",
                ValidationError(
                    _("Name a department for every problem, or tick the box: they will wait for an answer."),
                    code="left",
                ),
            )
        return cleaned

    def chosen(self) -> dict:
        """What the act is given; call it on a valid form."""
        cleaned = self.cleaned_data
        departments = {
            problem.appeal_id: self.departments[key]
            for problem in self.open
            if (key := cleaned[f"department-{problem.pk}"])
        }
        return {
            "attendance": cleaned["attendance"],
            "minutes": cleaned["minutes"],
            "minutes_file": cleaned["minutes_file"],
            "pictures": cleaned["pictures"],
            "departments": departments,
            "due_at": self.due_at,
            "answers": {one.pk: cleaned[f"answer-{one.pk}"] for one in self.questions},
        }
