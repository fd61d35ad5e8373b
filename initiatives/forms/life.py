"""What is typed in the acts of an initiative's life."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.hinted_forms import Hinted
from core.uploads import document_kind
from feed.models import HideReason
from initiatives.models import Addition, Conclusion, Decision, FundingSource, HelpOffer, Initiative, Stage
from voting.models import CountedBy, RulePreset, Secrecy, VoteKind

# A trillion roubles: beyond it somebody leaned on a key.
LARGEST_SUM = 10**12
PHOTOS_AT_ONCE = 6
LONGEST_VOTE = 60


class NothingForm(forms.Form):
    """An act that asks for nothing but to be confirmed."""


class SendBackForm(forms.Form):
    note = forms.CharField(
        label=_("What to mend"),
        help_text=_("The author reads this. Say what to change and how."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class HidePhotoForm(forms.Form):
    """Which picture (its public id) and why; `photos` are those on the page."""

    photo = forms.ChoiceField(
        label=_("Which photo"), widget=forms.RadioSelect, error_messages={"required": _("Choose a photo.")}
    )
    reason = forms.ChoiceField(
        label=_("Why the photo is hidden"),
        choices=HideReason,
        widget=forms.RadioSelect,
        help_text=_("Everybody sees the reason in the course of the initiative."),
    )

    def __init__(self, *args, photos, address, **kwargs):
        super().__init__(*args, **kwargs)
        self.photos = {photo.public_id: photo for photo in photos}
        self.fields["photo"].choices = [
            (key, _labelled_picture(photo, address(key), number))
            for number, (key, photo) in enumerate(self.photos.items(), start=1)
        ]
        if len(self.photos) == 1:
            self.initial.setdefault("photo", next(iter(self.photos)))

    def chosen(self):
        """The picture to hide; call it on a valid form."""
        return self.photos[self.cleaned_data["photo"]]


def _labelled_picture(photo, address, number):
    """A small picture with its words, for a radio button. The words are read once: the picture repeats nothing."""
    words = photo.description or _("Photo %(number)s") % {"number": number}
    return format_html(
        '<img class="pic" src="{}?small" alt="" width="{}" height="{}" loading="lazy"> {}',
        address, photo.width, photo.height, words,
    )  # fmt: skip


class TextForm(Hinted, forms.ModelForm):
    hinted = ("title", "problem", "proposal", "expected_result")

    class Meta:
        model = Initiative
        fields = ["title", "problem", "proposal", "expected_result"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.hinted:
            self.fields[name].required = True

    def _post_clean(self):
        """Only the act writes: the row that the page holds stays as it was read."""


class AdditionForm(Hinted, forms.ModelForm):
    hinted = ("text",)

    class Meta:
        model = Addition
        fields = ["text"]


class OpinionForm(forms.Form):
    text = forms.CharField(
        label=_("Preliminary opinion"),
        help_text=_("Everybody sees it. It binds nobody, and helps the neighbours to decide."),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class ConclusionForm(forms.ModelForm):
    class Meta:
        model = Conclusion
        fields = ["text"]


class PutToVoteForm(forms.Form):
    preset = forms.ModelChoiceField(
        label=_("Rules"), queryset=RulePreset.objects.none(), empty_label=None, widget=forms.RadioSelect
    )
    secrecy = forms.ChoiceField(
        label=_("Who sees how people voted"),
        choices=[
            (Secrecy.CLOSED, _("Closed: neighbours do not see who voted how")),
            (Secrecy.SECRET, _("Secret: after closing nobody can find out who voted how")),
        ],
        initial=Secrecy.CLOSED,
        widget=forms.RadioSelect,
    )
    days = forms.IntegerField(label=_("How many days the vote lasts"), min_value=1, max_value=LONGEST_VOTE)
    replaceable = forms.BooleanField(
        label=_("A vote may be changed until closing"),
        help_text=_("Not in a secret vote."),
        required=False,
        initial=True,
    )

    def __init__(self, *args, municipality, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["preset"].queryset = presets = RulePreset.objects.in_force(municipality, today).suiting(
            VoteKind.DECISION, CountedBy.PERSON
        )
        self.fields["preset"].label_from_instance = lambda preset: f"{preset.name}\n{preset.source}"
        self.initial.setdefault("days", municipality.vote_days)
        if not self.is_bound:
            self.initial.setdefault("preset", presets.first())

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("secrecy") == Secrecy.SECRET:
            # The paper of a secret vote is not tied to a person, so it cannot be changed.
            cleaned["replaceable"] = False
        return cleaned


class DecisionForm(forms.ModelForm):
    class Meta:
        model = Decision
        fields = ["text", "next_step", "document_number", "document"]

    def clean_document(self):
        document = self.cleaned_data.get("document")
        if document:
            # A name of ours: what a file is called may hold somebody's data.
            document.name = f"decision.{document_kind(document)}"
        return document

    def _post_clean(self):
        """The act makes the row."""


class DeclineForm(DecisionForm):
    class Meta(DecisionForm.Meta):
        fields = ["reason", *DecisionForm.Meta.fields]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class StageForm(forms.ModelForm):
    class Meta:
        model = Stage
        fields = ["title", "starts_on", "ends_on"]
        labels = {"starts_on": _("Begins on"), "ends_on": _("Ends on")}
        widgets = {"starts_on": DayInput, "ends_on": DayInput}

    def _post_clean(self):
        """The act makes the row."""


class PhotosInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several pictures; `core.photos` looks into them."""

    def __init__(self, **kwargs):
        super().__init__(widget=PhotosInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/*"}), **kwargs)

    def clean(self, data, initial=None):
        files = [super(PhotosField, self).clean(one, initial) for one in data or []]
        if self.required and not files:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > PHOTOS_AT_ONCE:
            raise ValidationError(
                _("No more than %(limit)s pictures."), code="too_many", params={"limit": PHOTOS_AT_ONCE}
            )
        return files


class StageReportForm(forms.Form):
    text = forms.CharField(label=_("What was done"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))
    done_on = forms.DateField(label=_("Done on"), widget=DayInput)
    photos = PhotosField(label=_("Photos"), required=False)
    description = forms.CharField(
        label=_("What the photos show"),
        help_text=_("For those who do not see them."),
        max_length=200,
        required=False,
    )


class CompletionForm(forms.Form):
    text = forms.CharField(label=_("What was done"), max_length=3000, widget=forms.Textarea(attrs={"rows": 6}))
    completed_on = forms.DateField(label=_("Completed on"), widget=DayInput)
    actual_cost = forms.IntegerField(label=_("Actual cost, ₽"), min_value=0, max_value=LARGEST_SUM)
    before = PhotosField(
        label=_("Before"), required=False, help_text=_("If empty, the first photo of the initiative stands for it.")
    )
    before_description = forms.CharField(label=_("What the photos “before” show"), max_length=200, required=False)
    after = PhotosField(label=_("After"), help_text=_("From the same viewpoint, in the same order."))
    after_description = forms.CharField(label=_("What the photos “after” show"), max_length=200)

    def __init__(self, *args, funding=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = list(funding)
        for line in self.lines:
            hours = line.source == FundingSource.LABOUR
            self.fields[f"actual_{line.source}"] = forms.IntegerField(
                label=_("%(source)s, hours") % {"source": line.get_source_display()}
                if hours
                else _("%(source)s, ₽") % {"source": line.get_source_display()},
                min_value=0,
                max_value=LARGEST_SUM,
                required=False,
            )

    def actuals(self) -> dict[str, int]:
        """What was typed, by source of money."""
        typed = {line.source: self.cleaned_data.get(f"actual_{line.source}") for line in self.lines}
        return {source: amount for source, amount in typed.items() if amount is not None}


class HelpForm(forms.ModelForm):
    class Meta:
        model = HelpOffer
        fields = ["kind", "note"]
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = HelpOffer._meta.get_field("kind").choices

    def _post_clean(self):
        """The act makes the row."""


class CountHelpForm(forms.Form):
    came = forms.TypedChoiceField(
        label=_("Did this person come?"),
        choices=[("yes", _("Came and helped")), ("no", _("Did not come"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    hours = forms.DecimalField(
        label=_("For how many hours"),
        help_text=_("To half an hour: 1.5"),
        min_value=0,
        max_value=1000,
        max_digits=5,
        decimal_places=1,
        required=False,
    )

    def clean_hours(self):
        hours = self.cleaned_data["hours"]
        if hours is not None and hours * 2 != int(hours * 2):
            raise ValidationError(_("Count in halves of an hour: 1, 1.5, 2."), code="halves")
        return hours

    def half_hours(self) -> int | None:
        hours = self.cleaned_data["hours"]
        return None if hours is None else int(hours * 2)
