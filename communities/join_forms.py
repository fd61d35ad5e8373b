"""What people type to belong: a request with a flat, or a code from a slip."""

from allauth.core import context
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.forms import ConsentField, NameFields, RequestLoginCodeForm
from accounts.gates import SIGN_UP
from communities.codes import digest_of, normalised
from communities.models import RejectionReason, Tenure
from core.hinted_forms import Hinted
from core.text import one_line
from municipalities.models import ADULT


class AgeFields(forms.Form):
    """The declared age (decision 5): a mark, or a choice in towns where some votes begin earlier than at 18."""

    adult = forms.BooleanField(
        label=_("I am 18 or older"),
        required=False,
        help_text=_("Without this mark you can discuss and support, but not vote. We do not keep a date of birth."),
    )
    age = forms.TypedChoiceField(
        label=_("How old you are"),
        required=False,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        help_text=_("Each vote says from which age it is. We do not keep a date of birth."),
    )

    def __init__(self, *args, municipality, **kwargs):
        super().__init__(*args, **kwargs)
        youngest = municipality.youngest_member_age
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

    def clean(self):
        cleaned = super().clean()
        is_adult, age = cleaned.pop("adult", False), cleaned.pop("age", None)
        cleaned["declared_age"] = ADULT if is_adult else age
        return cleaned


class TenureField(forms.ChoiceField):
    def __init__(self, **kwargs):
        super().__init__(label=_("Who you are in this house"), choices=Tenure, widget=forms.RadioSelect, **kwargs)


class JoinForm(Hinted, AgeFields):
    """A request to join: who the person is in the house, and where."""

    hinted = ("note",)
    as_is_label = _("Send as it is")

    tenure = TenureField()
    flat = forms.CharField(
        label=_("Flat"),
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Seen only by the activist who confirms your request. Neighbours never see it."),
    )
    entrance = forms.IntegerField(
        label=_("Entrance"), required=False, min_value=1, max_value=99, help_text=_("Shown beside your name.")
    )
    note = forms.CharField(
        label=_("A word to the activist"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example, how your neighbours know you."),
    )
    field_order = ["tenure", "flat", "entrance", "adult", "age", "note"]

    def __init__(self, *args, community, **kwargs):
        super().__init__(*args, municipality=community.municipality, **kwargs)
        self.community = community
        if not community.is_building:
            for name in ("tenure", "flat", "entrance"):
                del self.fields[name]
        elif community.entrances:
            entrance = self.fields["entrance"]
            entrance.max_value = community.entrances
            entrance.widget.attrs["max"] = community.entrances

    def clean_flat(self):
        # Compatibility forms would make «No» of the sign.
        return one_line(self.cleaned_data["flat"].replace("№", ""))

    def clean_note(self):
        return one_line(" ".join(self.cleaned_data["note"].split()))

    def clean_entrance(self):
        entrance, last = self.cleaned_data["entrance"], self.community.entrances
        if entrance and last and entrance > last:
            raise forms.ValidationError(
                _("This house has %(count)s entrances: check the number."), code="entrance", params={"count": last}
            )
        return entrance


class CodeForm(forms.Form):
    """A code typed from a slip. What cannot be a code goes the way of a wrong one, and counts as one."""

    code = forms.CharField(
        label=_("Code from the slip"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "input--m"}
        ),
        help_text=_("Ten letters and digits, for example 7K3MX-9TPAH. Capitals and the dash do not matter."),
    )

    def digest(self) -> str:
        """Call it on a valid form."""
        return read_digest(self.cleaned_data["code"])


def read_digest(text: str) -> str:
    return digest_of(normalised(text) or text)


class SlipForm(AgeFields):
    """What a person with an account adds to a right code."""

    tenure = TenureField()
    field_order = ["tenure", "adult", "age"]


class NewcomerForm(NameFields, RequestLoginCodeForm, SlipForm):
    """What a person without an account adds: the account, and where to send the code that proves the mailbox."""

    consent = ConsentField()
    field_order = ["first_name", "last_name", "email", "tenure", "adult", "age", "consent"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Whoever has only a telephone signs in first, in the usual way.
        self.fields.pop("phone", None)
        self.fields["email"].required = True
        self.fields["email"].help_text = _("We will send a code there. It is shown to nobody.")

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            SIGN_UP.knock(context.request, cleaned["email"])
        return cleaned

    @property
    def account(self):
        """The account that has this address already, if any."""
        return self._user


class IssueForm(forms.Form):
    """Which slips to print."""

    entrance = forms.TypedChoiceField(label=_("Entrance"), required=False, coerce=int, empty_value=None)
    days = forms.TypedChoiceField(label=_("How long the codes are in force"), coerce=int, initial=30)
    people = forms.TypedChoiceField(
        label=_("How many residents of one flat may use its code"),
        coerce=int,
        initial=1,
        help_text=_("Everybody in the flat is told who joined, and may object."),
    )

    def __init__(self, *args, entrances, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["entrance"].choices = [("", _("All entrances")), *((number, str(number)) for number in entrances)]
        self.fields["days"].choices = [
            (days, ngettext("%(count)s day", "%(count)s days", days) % {"count": days}) for days in (14, 30, 60, 90)
        ]
        self.fields["people"].choices = [(number, str(number)) for number in (1, 2, 3, 4)]


class ObjectForm(forms.Form):
    note = forms.CharField(
        label=_("What is wrong"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Seen by the activist only. You need not write anything."),
    )

    def clean_note(self):
        return one_line(" ".join(self.cleaned_data["note"].split()))


class DecideObjectionForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[
            ("dismiss", _("The person lives there: the membership is in force again")),
            ("uphold", _("The person does not live there: the membership is taken back")),
        ],
        widget=forms.RadioSelect,
    )


class RevokeForm(forms.Form):
    """Why a confirmed membership is taken back."""

    reason = forms.ChoiceField(
        label=_("Why the membership is taken back"),
        choices=[
            (reason.value, reason.label)
            for reason in (
                RejectionReason.MOVED_AWAY,
                RejectionReason.NOT_FOUND,
                RejectionReason.WRONG_ADDRESS,
                RejectionReason.DUPLICATE,
            )
        ],
        widget=forms.RadioSelect,
    )
