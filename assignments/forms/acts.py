"""What is typed in the acts of an assignment."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.forms.fields import PeopleField, PhotosField, check_day, end_of
from assignments.models import Assignment, Step
from communities.models import CommunityPage
from core.fields import ChosenField
from core.hinted_forms import Hinted
from municipalities.models import Department
from voting.forms.drafting import DayInput


class NothingForm(forms.Form):
    """An act that asks for nothing but to be confirmed."""


def _words(label, help_text="", *, rows=4, length=500, required=True):
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=length,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class StepForm(Hinted, forms.ModelForm):
    hinted = ("title",)

    class Meta:
        model = Step
        fields = ["title", "due_on"]
        labels = {"title": _("What will be done"), "due_on": _("By which day")}
        widgets = {"due_on": DayInput}

    def _post_clean(self):
        """The act makes the row."""


class NoteForm(Hinted, forms.Form):
    """Why a report goes back."""

    hinted = ("note",)
    note = _words(_("What is missing"), _("The executor reads this, and residents see it beside the report."))


class ClosingForm(Hinted, forms.Form):
    hinted = ("note",)
    note = _words(_("A word on the outcome"), _("If there is something to add; residents read it."), required=False)


class CancelForm(Hinted, forms.Form):
    hinted = ("reason",)
    reason = _words(_("Why it is cancelled"), _("Residents read it: say what happens instead."))


class TermForm(Hinted, forms.Form):
    """A new term and why. `due_at(department)` is the moment in which it ends."""

    hinted = ("reason",)
    due_on = forms.DateField(label=_("New term"), widget=DayInput)
    reason = _words(_("Reason"), _("Everybody reads it beside the new date."))

    def __init__(self, *args, municipality, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.town, self.now = municipality, now

    def clean_due_on(self):
        return check_day(self.cleaned_data["due_on"], self.town.today(self.now))

    def due_at(self, department):
        return end_of(self.town, self.cleaned_data["due_on"], department)


class RefusalForm(Hinted, forms.Form):
    hinted = ("note",)
    note = _words(_("Why not"), _("The executor reads this."))


class ReassignForm(forms.Form):
    department = forms.ModelChoiceField(label=_("Department"), queryset=Department.objects.none(), empty_label=None)
    executor = PeopleField(
        label=_("Person in charge"),
        empty_label=_("The department decides"),
        help_text=_("Somebody of the chosen department, the controller or the head."),
    )

    def __init__(self, *args, municipality, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.within(municipality)
        self.fields["executor"].offer(municipality)


class PicturesForm(forms.Form):
    """Words for those who do not see the pictures are asked once for all of a kind."""

    def pictures(self) -> dict[str, str]:
        """The fields of pictures with their words."""
        return {name: f"{name}_description" for name in ("before", "after") if name in self.fields}


class StartForm(Hinted, PicturesForm):
    hinted = ("before_description",)
    before = PhotosField(
        label=_("How it is now"),
        help_text=_("Take it before the work: the picture “after” will be taken from the same place. Up to 5."),
    )
    before_description = forms.CharField(label=_("What the photos show"), max_length=200, required=False)


class ReportForm(Hinted, PicturesForm):
    """Phone first: the picture, two words, the button."""

    hinted = ("text", "before_description", "after_description")
    after = PhotosField(label=_("After"), help_text=_("From the same place as before. Up to 5."))
    after_description = forms.CharField(label=_("What the photos “after” show"), max_length=200, required=False)
    text = _words(_("What was done"), _("Residents read it when the report is accepted."), rows=5, length=3000)
    taken_on = forms.DateField(label=_("Day of the photos “after”"), widget=DayInput, required=False)
    before = PhotosField(label=_("Before"), help_text=_("If you took some and have not sent them yet. Up to 5."))
    before_description = forms.CharField(label=_("What the photos “before” show"), max_length=200, required=False)

    def __init__(self, *args, before_url="", **kwargs):
        super().__init__(*args, **kwargs)
        if before_url:
            # The camera is held where the picture before was taken from.
            self.fields["after"].widget.attrs["data-veche-overlay"] = before_url


class PromiseForm(Hinted, forms.ModelForm):
    """What a department has to do by a day. `promise()` gives the keywords of the act."""

    hinted = ("title", "text")
    executor = PeopleField(
        label=_("Person in charge"),
        empty_label=_("The department decides"),
        help_text=_("Somebody of the chosen department, the controller or the head."),
    )
    due_on = forms.DateField(label=_("Term"), widget=DayInput)
    field_order = ["title", "text", "department", "executor", "co_executors", "due_on", "is_personal"]
    kept = ("title", "text", "department", "executor", "co_executors", "is_personal")

    class Meta:
        model = Assignment
        fields = ["title", "text", "department", "co_executors", "is_personal"]
        labels = {"department": _("Department")}
        field_classes = {"co_executors": ChosenField}
        widgets = {"co_executors": forms.CheckboxSelectMultiple}

    def __init__(self, *args, municipality, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.town, self.now = municipality, now
        departments = Department.objects.within(municipality)
        self.fields["department"].queryset = self.fields["co_executors"].queryset = departments
        self.fields["executor"].offer(municipality)

    def clean_due_on(self):
        return check_day(self.cleaned_data["due_on"], self.town.today(self.now))

    def _post_clean(self):
        """The act makes the row."""

    def promise(self) -> dict:
        """Call it on a valid form."""
        data = self.cleaned_data
        kept = {name: data[name] for name in self.kept}
        return kept | {"due_at": end_of(self.town, data["due_on"], data["department"])}


class IssueForm(PromiseForm):
    """An assignment of the administration's own, of no message and no meeting."""

    hinted = ("title", "text", "place")
    where = forms.CharField(
        label=_("House or community"),
        required=False,
        max_length=100,
        help_text=_("Its address or name as on the site; then residents see the assignment on its page."),
    )
    field_order = [*PromiseForm.field_order[:-1], "where", "place", "is_personal", "is_public"]
    kept = (*PromiseForm.kept, "place", "is_public")

    class Meta(PromiseForm.Meta):
        fields = [*PromiseForm.Meta.fields, "place", "is_public"]
        labels = {**PromiseForm.Meta.labels, "is_public": _("Residents see it")}

    def clean_where(self):
        """The one community that the words name."""
        words = self.cleaned_data["where"]
        if not words.strip():
            return None
        found = list(CommunityPage.objects.within(self.town).live().matching(words)[:2])
        exact = [one for one in found if one.title.casefold() == words.strip().casefold()] or found
        if len(exact) != 1:
            raise forms.ValidationError(
                _("Write it so that only one fits: there are several.")
                if found
                else _("There is no such house or community on the site."),
                code="where",
            )
        return exact[0]

    def promise(self) -> dict:
        return super().promise() | {"community": self.cleaned_data["where"]}
