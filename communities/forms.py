"""What people type about belonging to a community."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import (
    ActivistTitle,
    CommunityKind,
    Membership,
    RejectionReason,
    Tenure,
)
from core.text import one_line

ADULT = 18


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
        cleaned["declared_age"] = ADULT if cleaned.pop("adult", False) else None
        return cleaned


class RefuseForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why the request is refused"), choices=RejectionReason, widget=forms.RadioSelect
    )


class MemberChoice(forms.ModelChoiceField):
    """A member by the random id of their membership; the full name is for the administrator's eyes."""

    def label_from_instance(self, membership):
        return membership.user.get_full_name()


class GrantForm(forms.Form):
    member = MemberChoice(label=_("Member"), queryset=Membership.objects.none(), to_field_name="public_id")
    title = forms.ChoiceField(label=pgettext_lazy("of an activist", "Title"), choices=ActivistTitle)

    def __init__(self, *args, community, **kwargs):
        super().__init__(*args, **kwargs)
        serving = community.activists.filter(revoked_at=None).values("user")
        members = community.memberships.verified().exclude(user__in=serving)
        self.fields["member"].queryset = members.select_related("user").order_by("user__last_name", "user__first_name")
