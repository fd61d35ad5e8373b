"""What people type about belonging to a community."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import (
    CHAIRS,
    KIND_OF_TITLE,
    ActivistTitle,
    CommunityKind,
    RejectionReason,
)
from core.text import folded

TWO_PEOPLE = _("%(title)s (a second person approves)")


class DayInput(forms.DateInput):
    """The browser's own picker of a day."""

    def __init__(self):
        super().__init__(format="%Y-%m-%d", attrs={"type": "date", "class": "input--s"})


class SearchForm(forms.Form):
    """What the directory is asked for. Nonsense is answered with the whole list, not with an error."""

    q = forms.CharField(required=False, max_length=100, strip=True)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *CommunityKind.choices])

    def wanted(self) -> dict:
        self.is_valid()
        return {"q": self.cleaned_data.get("q", ""), "kind": self.cleaned_data.get("kind", "")}


class RefuseForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why the request is refused"),
        choices=[
            (reason.value, reason.label)
            for reason in (
                RejectionReason.NOT_FOUND,
                RejectionReason.WRONG_ADDRESS,
                RejectionReason.UNDER_AGE,
                RejectionReason.DUPLICATE,
            )
        ],
        widget=forms.RadioSelect,
    )


class MemberSearchForm(forms.Form):
    """Whom the administrator looks for: the beginning of a name or a surname, or of both."""

    q = forms.CharField(label=_("Name or surname"), required=False, max_length=100)

    def wanted(self) -> str:
        """Nonsense is answered like nothing."""
        return folded(self.cleaned_data.get("q", "")) if self.is_valid() else ""


class GrantForm(forms.Form):
    """One of the members found, by the random id of their membership; full names are for the administrator's eyes."""

    member = forms.ChoiceField(
        label=_("Member"), widget=forms.RadioSelect, error_messages={"required": _("Choose a member.")}
    )
    title = forms.ChoiceField(label=pgettext_lazy("of an activist", "Title"), choices=ActivistTitle)
    term_ends_on = forms.DateField(
        label=_("Last day of the term"),
        required=False,
        widget=DayInput,
        help_text=_("The role ends by itself after this day. Empty: until you take it away."),
    )
    protocol_number = forms.CharField(
        label=_("Number of the protocol"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"class": "input--s", "autocomplete": "off"}),
        help_text=_("For a chair: the protocol of the owners' meeting or of the ТОС assembly."),
    )
    protocol_date = forms.DateField(label=_("Date of the protocol"), required=False, widget=DayInput)

    def __init__(self, *args, found, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].choices = [
            (title.value, TWO_PEOPLE % {"title": title.label} if title in CHAIRS else title.label)
            for title in ActivistTitle
            if KIND_OF_TITLE.get(title, kind) == kind
        ]
        if not {title for title, _label in self.fields["title"].choices} & set(CHAIRS):
            del self.fields["protocol_number"], self.fields["protocol_date"]
        self.found = {membership.public_id: membership for membership in found}
        self.fields["member"].choices = [
            (key, membership.user.get_full_name()) for key, membership in self.found.items()
        ]

    def chosen(self):
        """The account to give the role to; call it on a valid form."""
        return self.found[self.cleaned_data["member"]].user
