"""What people write in discussions and about them."""

import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from core.hinted_forms import STATIC_HINT, Hinted
from core.text import one_line
from feed.models import Comment, HideReason

COMMENT_LENGTH = Comment._meta.get_field("text").max_length

SHORTEST_FRAGMENT = 3


def plain_lines(value: str) -> str:
    """Text of several lines without control and direction-changing characters."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        char for char in value if char == "\n" or unicodedata.category(char) not in ("Cc", "Cf") or char == "\u200d"
    ).strip()


class CommentForm(Hinted, forms.Form):
    hinted = ("text",)

    text = forms.CharField(
        label=_("Your opinion or question"),
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    official = forms.BooleanField(
        label=_("Answer on behalf of the administration"),
        required=False,
        help_text=_("The comment is marked as official, with your department and position."),
    )

    def __init__(self, *args, may_be_official=False, is_official=False, public_name="", **kwargs):
        super().__init__(*args, **kwargs)
        self.is_official = is_official
        if public_name:
            name = _("Everybody sees it under the name «%(name)s».") % {"name": public_name}
            self.fields["text"].help_text = f"{name} {STATIC_HINT}"
        if may_be_official:
            self.fields["official"].initial = True
        else:
            del self.fields["official"]

    def needs_hint(self, cleaned):
        """A department names the telephones of its offices."""
        return not (self.is_official or cleaned.get("official"))

    def clean_text(self):
        text = plain_lines(self.cleaned_data["text"])
        if not text:
            raise forms.ValidationError(_("Write at least a word."), code="required")
        return text


class ReportForm(forms.Form):
    reason = forms.ChoiceField(label=_("What is wrong"), choices=HideReason, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Explain, if you wish"), required=False, max_length=300)

    def clean_note(self):
        return one_line(self.cleaned_data["note"])


class HideForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why it is hidden"),
        choices=HideReason,
        widget=forms.RadioSelect,
        help_text=_("The reason stays in its place, for everybody to see."),
    )


class RedactForm(forms.Form):
    """Which of the fragments found to hide, and what else, exactly as it stands in the text."""

    found = forms.MultipleChoiceField(
        label=_("Found in the text and in its earlier versions"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("The text has changed meanwhile: look at it again.")},
    )
    others = forms.CharField(
        label=_("Other words to hide"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Copy them from the text, each on a line of its own."),
    )

    def __init__(self, *args, suspected, **kwargs):
        super().__init__(*args, **kwargs)
        if suspected:
            self.fields["found"].choices = [(fragment, fragment) for fragment in suspected]
            self.initial.setdefault("found", suspected)
        else:
            del self.fields["found"]

    def clean_others(self):
        lines = [line.strip() for line in plain_lines(self.cleaned_data["others"]).split("\n")]
        short = next((line for line in lines if 0 < len(line) < SHORTEST_FRAGMENT), None)
        if short:
            raise forms.ValidationError(
                _("“%(fragment)s” is too short: it would be hidden in other words, too."),
                code="short",
                params={"fragment": short},
            )
        return [line for line in lines if line]

    def fragments(self) -> list[str]:
        """Everything to hide; call it on a valid form."""
        return list(dict.fromkeys([*self.cleaned_data.get("found", []), *self.cleaned_data["others"]]))


class AppealForm(forms.Form):
    text = forms.CharField(
        label=_("Why it should be shown"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The administrator of the town reads it and decides once."),
    )

    def clean_text(self):
        return one_line(" ".join(plain_lines(self.cleaned_data["text"]).split()))


class BlockForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why"), choices=HideReason, widget=forms.RadioSelect)
    days = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=[(1, _("A day")), (3, _("Three days")), (7, _("A week")), (30, _("A month"))],
        widget=forms.RadioSelect(attrs={"class": "seg"}),
    )
