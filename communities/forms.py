"""What people type about belonging to a community."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import (
    ActivistTitle,
    CommunityKind,
    RejectionReason,
    Tenure,
)
from core.text import folded, one_line
from municipalities.models import ADULT


class SearchForm(forms.Form):
    """What the directory is asked for. Nonsense is answered with the whole list, not with an error."""

    q = forms.CharField(required=False, max_length=100, strip=True)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *CommunityKind.choices])

    def wanted(self) -> dict:
        self.is_valid()
        return {"q": self.cleaned_data.get("q", ""), "kind": self.cleaned_data.get("kind", "")}


class JoinForm(forms.Form):
    """A request to join: who the person is in the house, and where."""

    tenure = forms.ChoiceField(label=_("Who you are in this house"), choices=Tenure, widget=forms.RadioSelect)
    flat = forms.CharField(
        label=_("Flat"),
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Seen only by the activist who confirms your request. Neighbours never see it."),
    )
    entrance = forms.IntegerField(
        label=_("Entrance"), required=False, min_value=1, max_value=99, help_text=_("Shown beside your name.")
    )
    adult = forms.BooleanField(
        label=_("I am 18 or older"),
        required=False,
        help_text=_("Without this mark you can discuss and support, but not vote. We do not keep a date of birth."),
    )
    # Asked instead of the mark in towns where some votes begin earlier than at 18.
    age = forms.TypedChoiceField(
        label=_("How old you are"),
        required=False,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        help_text=_("Each vote says from which age it is. We do not keep a date of birth."),
    )
    note = forms.CharField(
        label=_("A word to the activist"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example, how your neighbours know you."),
    )

    def __init__(self, *args, community, **kwargs):
        super().__init__(*args, **kwargs)
        self.community = community
        youngest = community.municipality.youngest_member_age
        if youngest == ADULT:
            del self.fields["age"]
        else:
            del self.fields["adult"]
            ages = {"from": youngest, "to": ADULT}
            self.fields["age"].choices = [
                (ADULT, _("I am 18 or older")),
                (youngest, _("From %(from)s to %(to)s") % ages),
                ("", _("Younger, or I do not say: I can discuss and support, but not vote")),
            ]
        if not community.is_building:
            for name in ("tenure", "flat", "entrance"):
                del self.fields[name]
        elif community.entrances:
            entrance = self.fields["entrance"]
            entrance.max_value = community.entrances
            entrance.widget.attrs["max"] = community.entrances

    def clean_flat(self):
        return one_line(self.cleaned_data["flat"])

    def clean_note(self):
        return one_line(" ".join(self.cleaned_data["note"].split()))

    def clean_entrance(self):
        entrance, last = self.cleaned_data["entrance"], self.community.entrances
        if entrance and last and entrance > last:
            raise forms.ValidationError(
                _("This house has %(count)s entrances: check the number."), code="entrance", params={"count": last}
            )
        return entrance

    def clean(self):
        cleaned = super().clean()
        is_adult, age = cleaned.pop("adult", False), cleaned.pop("age", None)
        cleaned["declared_age"] = ADULT if is_adult else age
        return cleaned


class RefuseForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why the request is refused"), choices=RejectionReason, widget=forms.RadioSelect
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

    def __init__(self, *args, found, **kwargs):
        super().__init__(*args, **kwargs)
        self.found = {membership.public_id: membership for membership in found}
        self.fields["member"].choices = [
            (key, membership.user.get_full_name()) for key, membership in self.found.items()
        ]

    def chosen(self):
        """The account to give the role to; call it on a valid form."""
        return self.found[self.cleaned_data["member"]].user
