"""What is typed around paper: which ballot it is, what stands on it, what to print."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voting.forms.ballot import BallotForm
from voting.models import CountedBy, Method

PICTURES = "image/jpeg,image/png,image/webp,image/*"


class FindPaperForm(forms.Form):
    """The ballot in hand: by its code, else by the flat or the name."""

    what = forms.CharField(max_length=60)

    def __init__(self, *args, vote, **kwargs):
        super().__init__(*args, **kwargs)
        by_person = vote.counted_by == CountedBy.PERSON
        self.fields["what"].label = _("Code of the ballot or name") if by_person else _("Code of the ballot or flat")
        self.fields["what"].help_text = _(
            "Or point the telephone's camera at the square of the ballot: the page to type it in opens by itself."
        )


class PaperForm(BallotForm):
    """A paper ballot as it is read, perhaps with its picture."""

    def __init__(self, *args, vote, **kwargs):
        super().__init__(*args, vote=vote, **kwargs)
        if vote.method == Method.SIGNATURES:
            self.fields["signed"] = forms.BooleanField(
                label=_("The square “I support it” is marked"),
                error_messages={"required": _("A paper without the mark is not counted: do not type it in")},
            )
        self.fields["scan"] = forms.FileField(
            label=_("Photo or scan of the ballot"),
            required=False,
            help_text=_(
                "With it the ballot is counted at once. Without it a second person types the same ballot in, and both "
                "readings are compared. JPG, PNG or WebP, up to %(limit)s MB."
            )
            % {"limit": settings.PHOTO_MAX_BYTES // 2**20},
            widget=forms.FileInput(attrs={"accept": PICTURES}),
        )

    @property
    def drawn(self):
        """What the template draws before the picture."""
        if self.vote.method == Method.SIGNATURES:
            return [{"field": self["signed"]}]
        return self.questions


class PrintForm(forms.Form):
    """Whose ballots to print: `places` are (value, words) of houses and entrances."""

    place = forms.ChoiceField(label=gettext_lazy("For whom"))
    flat = forms.CharField(
        label=gettext_lazy("Only for this flat"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("If a ballot was lost or spoilt: the number of the flat"),
    )

    def __init__(self, *args, vote, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places
        if vote.counted_by == CountedBy.PERSON:
            del self.fields["flat"]
