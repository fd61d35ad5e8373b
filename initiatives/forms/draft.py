"""The steps of the form that posts an initiative.

Each form has two strictnesses: to go on, answers are asked for; to save a draft, anything that fits is kept.
"""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import formset_factory
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.sums import SumField
from core.text import one_line
from initiatives.models import Category, FundingSource

SHORTEST_PROBLEM = 50
SHORTEST_PROPOSAL = 20
COST_ROWS = 30
LATEST = timedelta(days=20 * 365)


class DraftForm(forms.Form):
    """`lenient`: nothing is required, since only a draft is saved."""

    # What the model calls optional in a draft and the form asks for.
    asked: tuple[str, ...] = ()
    shortest: dict[str, int] = {}
    one_liners: tuple[str, ...] = ()

    def __init__(self, *args, lenient=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.lenient = lenient
        for name in self.asked:
            # The browser's own refusal would keep a draft from being saved.
            self.fields[name].required = not lenient
            self.fields[name].widget.is_required = False

    def clean(self):
        cleaned = super().clean()
        for name in self.one_liners:
            if cleaned.get(name):
                try:
                    cleaned[name] = one_line(cleaned[name])
                except ValidationError as refusal:
                    self.add_error(name, refusal)
        for name, shortest in self.shortest.items():
            if not self.lenient and 0 < len(cleaned.get(name) or "") < shortest:
                words = ngettext(
                    "Write a little more: at least %(count)s character",
                    "Write a little more: at least %(count)s characters",
                    shortest,
                )
                self.add_error(name, ValidationError(words % {"count": shortest}, code="short"))
        return cleaned


class StartForm(DraftForm):
    """Where, what in one sentence, and which rubric."""

    one_liners = ("title",)

    community = forms.ChoiceField(
        label=_("Which yard do we change?"),
        widget=forms.RadioSelect(attrs={"class": "pick--card"}),
        error_messages={"required": _("Choose the house or the group")},
    )
    title = forms.CharField(
        label=_("In short: what do you propose?"),
        help_text=_("One sentence, as you would tell a neighbour. For example: “New playground instead of swings”."),
        min_length=5,
        max_length=90,
        error_messages={
            "required": _("Write in one sentence what you propose"),
            "min_length": _("Write in one sentence what you propose"),
        },
    )
    category = forms.ChoiceField(
        label=_("Category"),
        choices=Category.choices,
        widget=forms.RadioSelect(attrs={"class": "seg"}),
        error_messages={"required": _("Choose a category")},
    )
    neighbours = forms.MultipleChoiceField(
        label=_("Do other houses share this yard?"),
        help_text=_("Their residents will support and vote together with yours, counted for each house."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)

    def __init__(self, *args, communities, nearby, sizes=None, **kwargs):
        """`communities`: where the person may propose; `nearby`: which may share the yard; `sizes`: {pk: members}."""
        super().__init__(*args, **kwargs)
        self.communities = {str(community.pk): community for community in communities}
        self.nearby = {str(community.pk): community for community in nearby}
        self.fields["community"].choices = [
            (key, _with_size(community, (sizes or {}).get(community.pk, 0)))
            for key, community in self.communities.items()
        ]
        # With a single house of one's own there is nothing to ask about it; of several any may be the first.
        own = self.communities if len(self.communities) == 1 else ()
        others = [(key, community.title) for key, community in self.nearby.items() if key not in own]
        if others:
            self.fields["neighbours"].choices = others
        else:
            del self.fields["neighbours"]

    def clean(self):
        cleaned = super().clean()
        if "community" in cleaned:
            cleaned["community"] = self.communities[cleaned["community"]]
        chosen = [self.nearby[key] for key in cleaned.get("neighbours", ())]
        cleaned["neighbours"] = [community for community in chosen if community != cleaned.get("community")]
        return cleaned


def _with_size(community, members):
    if not members:
        return community.title
    words = ngettext("%(count)s confirmed neighbour", "%(count)s confirmed neighbours", members)
    return f"{community.title}\n{words % {'count': members}}"


class PlaceForm(DraftForm):
    """Where: a mark on the map, words, or both."""

    one_liners = ("place",)

    place = forms.CharField(
        label=_("Landmark"),
        help_text=_("For example: opposite entrance 3. A mark on the map or these words, one is enough."),
        max_length=200,
        required=False,
    )
    latitude = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-180, max_value=180)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("latitude") is None or cleaned.get("longitude") is None:
            cleaned["latitude"] = cleaned["longitude"] = None
            if not self.lenient and not cleaned.get("place") and "place" not in self.errors:
                self.add_error(
                    "place", ValidationError(_("Mark the place on the map or describe it in words"), code="place")
                )
        return cleaned


class TextForm(PlaceForm):
    """What is wrong, what to do, what will come of it, and where."""

    asked = ("problem", "proposal", "expected_result")
    shortest = {"problem": SHORTEST_PROBLEM, "proposal": SHORTEST_PROPOSAL}
    field_order = ("problem", "proposal", "expected_result")

    problem = forms.CharField(
        label=_("What is the problem?"),
        help_text=_(
            "What is wrong now, whom it hinders, whether anybody was hurt or wrote about it. Do not give flat numbers "
            "and telephones: everybody reads this."
        ),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what is wrong now")},
    )
    proposal = forms.CharField(
        label=_("What do we propose?"),
        help_text=_("What will appear in the yard and for whom."),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what to do")},
    )
    expected_result = forms.CharField(
        label=_("Expected result"),
        help_text=_("How the neighbours will see that the problem is gone."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what will change")},
    )


class CostItemForm(forms.Form):
    title = forms.CharField(label=_("What for"), max_length=120, required=False)
    amount = SumField(label=_("Sum, ₽"), required=False)

    def clean(self):
        cleaned = super().clean()
        title, amount = cleaned.get("title"), cleaned.get("amount")
        if title:
            cleaned["title"] = " ".join(title.split())
        if amount is not None and not title and "title" not in self.errors:
            self.add_error("title", ValidationError(_("Write what this money is for"), code="title"))
        if title and amount is None and "amount" not in self.errors:
            self.add_error("amount", ValidationError(_("Write the sum, or 0"), code="amount"))
        return cleaned


CostFormSet = formset_factory(CostItemForm, extra=0, max_num=COST_ROWS, validate_max=True, absolute_max=COST_ROWS + 10)


class MoneyForm(DraftForm):
    """Where the money comes from, what neighbours do themselves, and by when."""

    one_liners = ("labour_note",)

    labour_note = forms.CharField(
        label=_("How residents will help"),
        help_text=_("For example: we will come to a clean-up day, give tools, water the trees."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    wanted_by = forms.DateField(
        label=_("By when would you like to see the result?"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input--s"}),
        error_messages={"invalid": _("Write a date, for example 01.09.2027")},
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        for source in FundingSource:
            label = _("Residents' labour, hours in all") if source == FundingSource.LABOUR else source.label
            self.fields[f"from_{source.value}"] = SumField(label=label, required=False)
        self.order_fields([f"from_{source.value}" for source in FundingSource])

    def funding_fields(self):
        return [self[f"from_{source.value}"] for source in FundingSource]

    def clean_wanted_by(self):
        value = self.cleaned_data["wanted_by"]
        if value and not self.lenient and not self.today < value <= self.today + LATEST:
            raise ValidationError(_("Choose a day in the future, within 20 years"), code="past")
        return value

    def funding(self) -> dict[str, int]:
        """What was typed, by source; call it on a valid form."""
        planned = {source.value: self.cleaned_data.get(f"from_{source.value}") for source in FundingSource}
        return {source: value for source, value in planned.items() if value}

    def check_against(self, cost: int) -> None:
        """Refuse sources that bring more than is needed. Costs may stay uncovered: the budget is asked later."""
        money = sum(value for source, value in self.funding().items() if source != FundingSource.LABOUR)
        if cost and money > cost:
            self.add_error(
                f"from_{FundingSource.LOCAL_BUDGET.value}",
                ValidationError(_("The sources give more than the costs need: check the sums"), code="too_much"),
            )


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("Invite a neighbour"),
        help_text=_("The e-mail with which the neighbour signs in here."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the neighbour's e-mail")},
    )
