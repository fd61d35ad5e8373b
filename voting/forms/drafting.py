"""The terms of a vote as they are typed by whoever draws it up."""

from datetime import datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.hinted_forms import Hinted
from core.moments import moment
from core.sums import SumField
from core.text import one_line
from voting.actions import Answer, Question
from voting.forms.shapes import QUESTIONS
from voting.models import CountedBy, Method, Purpose, RulePreset, Secrecy, VoteKind
from voting.wording import quorum_words

# Decision 6: neighbours see three days ahead whether they are on the roll.
PREVIEW = timedelta(days=3)
FARTHEST = timedelta(days=366)
OPENING_HOUR, CLOSING_HOUR = time(9), time(20)

# Where the act's refusals are shown.
FIELD_OF = {
    "kind": "method",
    "rules": "preset",
    "secrecy": "secrecy",
    "secret_replaceable": "replaceable",
    "secret_paper": "paper_allowed",
    "codes": "codes_allowed",
    "times": "closes_day",
    "max_choices": "max_choices",
    "budget": "budget",
    "electorate": "electorate",
}


def two_lines(word, small):
    """The label of a choice and the small words under it: see veche_forms.choices."""
    return format_lazy("{}\n{}", word, small)


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d", attrs={"class": "input--s"})


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self):
        super().__init__(format="%H:%M", attrs={"class": "input--s"})


class VoteTermsForm(Hinted, forms.Form):
    """Everything but the rows; which fields there are depends on what is asked (a `Shape`)."""

    hinted = ("title", "description")

    title = forms.CharField(label=_("What do you ask the neighbours?"), max_length=200)
    description = forms.CharField(
        label=_("Explanation"),
        help_text=_("What it is about, what each answer leads to, where to read more. Everybody reads this."),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    budget = SumField(label=_("What sum is shared, ₽"), min_value=1)
    method = forms.ChoiceField(
        label=_("How the winners are found"),
        choices=[
            (
                Method.EQUAL_SHARES,
                two_lines(
                    _("Method of Equal Shares"),
                    _("The money is divided equally among the voters: each group of neighbours gets its part."),
                ),
            ),
            (
                Method.GREEDY,
                two_lines(
                    _("Most votes first"),
                    _("The most popular project, then the next, while the money lasts. The majority may take it all."),
                ),
            ),
        ],
        widget=forms.RadioSelect(attrs={"class": "pick--card"}),
    )
    max_choices = forms.IntegerField(
        label=_("How many may be marked at most"),
        help_text=_("Leave empty to let people mark any number."),
        min_value=1,
        max_value=30,
        required=False,
    )
    needed = forms.IntegerField(label=_("How many signatures are needed"), min_value=1, max_value=1_000_000)
    counted_by = forms.ChoiceField(label=_("How votes are counted"), widget=forms.RadioSelect)
    preset = forms.ModelChoiceField(
        label=_("By which rules"),
        queryset=RulePreset.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("These rules do not suit this vote. Choose one of those below.")},
    )
    secrecy = forms.ChoiceField(
        label=_("Who sees how people voted"),
        choices=[
            (
                Secrecy.CLOSED,
                two_lines(
                    pgettext_lazy("secrecy", "Closed"),
                    _("Neighbours do not see who voted how. Who keeps the database can see it. Fits most matters."),
                ),
            ),
            (
                Secrecy.SECRET,
                two_lines(
                    pgettext_lazy("secrecy", "Secret"),
                    _("After the end nobody can find out who voted how. No paper ballots, no changing of a vote."),
                ),
            ),
            (
                Secrecy.NAMED,
                two_lines(
                    pgettext_lazy("secrecy", "Named"), _("After the end the neighbours on the roll see who voted how.")
                ),
            ),
        ],
        widget=forms.RadioSelect,
    )
    opens_day = forms.DateField(label=_("Begins on"), widget=DayInput)
    opens_time = forms.TimeField(label=_("Begins at"), widget=TimeInput)
    closes_day = forms.DateField(label=_("Ends on"), widget=DayInput)
    closes_time = forms.TimeField(label=_("Ends at"), widget=TimeInput)
    electorate = forms.MultipleChoiceField(
        label=_("Whose members vote"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "picks"}),
        required=False,
    )
    replaceable = forms.BooleanField(
        label=_("A vote may be changed until closing"), help_text=_("Not in a secret vote."), required=False
    )
    turnout_shown = forms.BooleanField(
        label=_("Show during the vote how many have voted"),
        help_text=_("Who is ahead is never shown before the end."),
        required=False,
    )
    paper_allowed = forms.BooleanField(
        label=_("Take paper ballots too"),
        help_text=_("You print them, collect them and type them in with a photo or together with a second person."),
        required=False,
    )
    codes_allowed = forms.BooleanField(
        label=_("Let people vote on the site with the code of a printed ballot"),
        help_text=_("For those who have no account. Whoever holds the paper of the flat votes for it."),
        required=False,
    )

    def __init__(self, *args, shape, community, pages, now, counted_by=None, on=None, **kwargs):
        """`pages`: the communities that may vote, its own first; `counted_by` and `on` choose the rules to show."""
        super().__init__(*args, **kwargs)
        self.shape, self.community, self.now = shape, community, now
        # What stands in the rows is read by everybody too.
        self.row_words = []
        self.pages = {str(page.pk): page for page in pages}
        self._drop_what_does_not_belong()
        if "counted_by" in self.fields:
            self.fields["counted_by"].choices = [
                (value, CountedBy(value).label.capitalize()) for value in shape.counted_by
            ]
        self.fields["electorate"].choices = [(key, page.title) for key, page in self.pages.items()]
        if len(self.pages) < 2:
            del self.fields["electorate"]
        self._offer_rules(counted_by or shape.counted_by[0], on)

    def _drop_what_does_not_belong(self):
        shape = self.shape
        kept = {
            "budget": shape.kind == VoteKind.BUDGET,
            "method": len(shape.methods) > 1,
            "max_choices": shape.kind == VoteKind.BUDGET or Method.MULTIPLE in shape.methods,
            "needed": shape.kind == VoteKind.SUPPORT,
            "counted_by": len(shape.counted_by) > 1,
            # Owners answer by name, and on paper each for their own flat.
            "secrecy": shape.purpose != Purpose.OWNERS,
            "codes_allowed": shape.counted_by != (CountedBy.PERSON,),
        }
        for name, is_kept in kept.items():
            if not is_kept:
                del self.fields[name]

    def _offer_rules(self, counted_by, on):
        town = self.community.municipality
        on = on or town.today(self.now) + PREVIEW
        presets = RulePreset.objects.in_force(town, on).suiting(self.shape.kind, counted_by)
        field = self.fields["preset"]
        field.queryset = presets
        field.label_from_instance = self._rules_label
        if not self.is_bound and not self.initial.get("preset"):
            self.initial["preset"] = getattr(presets.first(), "pk", None)

    def _rules_label(self, preset) -> str:
        preset.method = self.shape.methods[0]
        words = [quorum_words(preset), f"{preset.source}.", preset.certainty]
        return f"{preset.name}\n{' '.join(filter(None, words))}"

    def hinted_words(self, cleaned):
        return [*super().hinted_words(cleaned), *self.row_words]

    def clean_title(self):
        return one_line(self.cleaned_data["title"])

    def _clean_day(self, name):
        day, today = self.cleaned_data[name], self.community.municipality.today(self.now)
        if not today <= day <= today + FARTHEST:
            raise ValidationError(_("Choose a day from today on, at most a year ahead."), code="day")
        return day

    def clean_opens_day(self):
        return self._clean_day("opens_day")

    def clean_closes_day(self):
        return self._clean_day("closes_day")

    def clean(self):
        cleaned = super().clean()
        zone = self.community.municipality.tz
        for name in ("opens", "closes"):
            day, hour = cleaned.get(f"{name}_day"), cleaned.get(f"{name}_time")
            if day and hour:
                cleaned[f"{name}_at"] = datetime.combine(day, hour, tzinfo=zone)
        if "closes_at" in cleaned and cleaned["closes_at"] <= self.now:
            words = gettext("This moment has passed: it is %(now)s in the town.")
            self.add_error("closes_day", words % {"now": moment(self.now.astimezone(zone))})
        return cleaned

    def terms(self, rows) -> dict:
        """What `actions.compose_vote` is given; call it on a valid form. `rows`: the filled ones, as dictionaries."""
        typed, shape = self.cleaned_data, self.shape
        chosen = [self.pages[key] for key in typed.get("electorate", ())]
        return {
            "kind": shape.kind,
            "purpose": shape.purpose,
            "method": typed.get("method", shape.methods[0]),
            "counted_by": typed.get("counted_by", shape.counted_by[0]),
            "secrecy": typed.get("secrecy", Secrecy.NAMED),
            "electorate": chosen if "electorate" in self.fields else [self.community],
            "items": self._items(rows),
            "codes_allowed": typed.get("codes_allowed", False),
            "budget": typed.get("budget"),
            "needed": typed.get("needed"),
            **{
                name: typed[name]
                for name in (
                    "title", "description", "preset", "opens_at", "closes_at", "replaceable", "turnout_shown",
                    "paper_allowed",
                )
            },
        }  # fmt: skip

    def _items(self, rows) -> list[Question]:
        if self.shape.rows == QUESTIONS:
            return [Question(row["text"]) for row in rows]
        answers = [Answer(row["text"], row["description"], row.get("cost")) for row in rows]
        return [Question(self.cleaned_data["title"], answers, self.cleaned_data.get("max_choices"))]

    def take(self, refusal: ValidationError) -> None:
        """Show the act's refusals at their fields."""
        for error in refusal.error_list:
            name = FIELD_OF.get(error.code)
            self.add_error(name if name in self.fields else None, error)


def usual_times(town, now) -> dict:
    """In three days in the morning, until an evening after as many days as the town usually votes."""
    opens = town.today(now) + PREVIEW
    return {
        "opens_day": opens,
        "opens_time": OPENING_HOUR,
        "closes_day": opens + timedelta(days=town.vote_days),
        "closes_time": CLOSING_HOUR,
    }
