"""The ballot as it is filled in, for every kind of vote."""

import secrets

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.typography import money
from voting.answers import nothing
from voting.models import Choice, Method

NONCE_LENGTH = 32
NOTHING = "none"


class Projects(forms.CheckboxSelectMultiple):
    """Checkboxes that carry what they cost, for the script that adds the costs up."""

    costs: dict = {}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if value in self.costs:
            option["attrs"]["data-cost"] = self.costs[value]
        return option


def _written(text):
    """What people of the town wrote, among the site's own words in another language."""
    return format_html('<span lang="ru">{}</span>', text)


class BallotForm(forms.Form):
    """The questions of a vote with `items` (their options at hand), and the form's random name.

    `paper` is one to begin with, as it is kept; `disabled` shows the ballot without letting anybody fill it in. Once
    valid, `choices` is the paper for `actions.cast_ballot`.
    """

    nonce = forms.CharField(widget=forms.HiddenInput, max_length=NONCE_LENGTH, required=False)

    def __init__(self, *args, vote, items, paper=None, disabled=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.vote = vote
        self.is_disabled = disabled
        self.is_begun = paper is not None
        self.items = list(items)
        self.fields["nonce"].initial = secrets.token_hex(NONCE_LENGTH // 2)
        build = {
            Method.SIGNATURES: self._signature,
            Method.AGENDA: self._agenda,
            Method.SINGLE: self._single,
            Method.MULTIPLE: self._several,
            Method.SCHULZE: self._ranking,
            Method.GREEDY: self._projects,
            Method.EQUAL_SHARES: self._projects,
        }[vote.method]
        for item in self.items:
            build(item, None if paper is None else paper[str(item.order)])
        for field in self.fields.values():
            field.disabled = disabled

    def renamed(self) -> "BallotForm":
        """The same answers under a new name: the old one is used up or damaged."""
        self.data = self.data.copy()
        self.data["nonce"] = self.fields["nonce"].initial
        return self

    @property
    def questions(self):
        """What a template draws, question by question: a field, or the places of a ranking."""
        for item in self.items:
            name = f"item{item.order}"
            if self.vote.method == Method.SCHULZE:
                places = [self[f"{name}_place{option.order}"] for option in item.options.all()]
                yield {"item": item, "name": name, "label": self._label(item), "places": places, "none": self[name]}
            elif name in self.fields:
                yield {"item": item, "field": self[name]}

    @property
    def is_blank(self) -> bool:
        """Nothing is chosen yet: its questions look alike to all readers."""
        return not self.is_bound and not self.is_disabled and not self.is_begun

    @property
    def is_budget(self) -> bool:
        return bool(self.vote.budget)

    def _label(self, item) -> str:
        return _written(item.text) if len(self.items) > 1 or item.text != self.vote.title else _("Your vote")

    def _signature(self, item, answer):
        """Nothing to fill in: the button says it."""

    def _agenda(self, item, answer):
        # The small words stand after a line break: see veche_forms.choices.
        answers = [
            (Choice.FOR, _("For") + "\n" + _("I agree with the proposal")),
            (Choice.AGAINST, _("Against") + "\n" + _("Leave everything as it is, or think again")),
            (Choice.ABSTAIN, _("I abstain") + "\n" + _("My vote counts for the quorum")),
        ]
        self.fields[f"item{item.order}"] = forms.ChoiceField(
            label=self._label(item),
            choices=answers,
            initial=answer,
            widget=forms.RadioSelect(attrs={"class": "pick--card"}),
            error_messages={"required": _("Choose an answer"), "invalid_choice": _("Choose one of the three")},
        )

    def _options(self, item):
        options = [(str(option.order), f"{option.text}\n{_small(option, self.vote)}") for option in item.options.all()]
        return [*options, (NOTHING, f"{nothing(self.vote.kind)}\n{_('My vote counts as taking part')}")]

    def _single(self, item, answer):
        initial = None if answer is None else str(answer[0]) if answer else NOTHING
        self.fields[f"item{item.order}"] = forms.ChoiceField(
            label=self._label(item),
            choices=self._options(item),
            initial=initial,
            widget=forms.RadioSelect(attrs={"class": "pick--card"}),
            error_messages={"required": _("Choose an answer"), "invalid_choice": _("Choose one of the answers")},
        )

    def _several(self, item, answer, widget=forms.CheckboxSelectMultiple, none=None):
        none = none or _("Mark options, or “None of these options”")
        self.fields[f"item{item.order}"] = forms.MultipleChoiceField(
            label=self._label(item),
            help_text=_at_most(item.max_choices),
            choices=self._options(item),
            initial=None if answer is None else [str(order) for order in answer] or [NOTHING],
            widget=widget(attrs={"class": "pick--card"}),
            error_messages={"required": none, "invalid_choice": _("Mark options of this ballot alone")},
        )

    def _projects(self, item, answer):
        self._several(item, answer, Projects, _("Mark projects, or “None of these projects”"))
        costs = {str(option.order): option.cost for option in item.options.all()}
        self.fields[f"item{item.order}"].widget.costs = costs

    def _ranking(self, item, answer):
        options = list(item.options.all())
        ranks = [(str(rank), str(rank)) for rank in range(1, len(options) + 1)]
        given = {order: str(rank) for rank, order in enumerate(answer or [], 1)}
        for option in options:
            self.fields[f"item{item.order}_place{option.order}"] = forms.ChoiceField(
                label=_written(option.text),
                help_text=option.description,
                choices=[("", _("no place")), *ranks],
                initial=given.get(option.order, ""),
                required=False,
                error_messages={"invalid_choice": _("Choose a place from the list")},
            )
        self.fields[f"item{item.order}"] = forms.BooleanField(
            label=nothing(self.vote.kind),
            help_text=_("My vote counts as taking part"),
            initial=answer == [],
            required=False,
        )

    def clean(self):
        cleaned = super().clean()
        for item in self.items:
            name = f"item{item.order}"
            if self.vote.method == Method.SCHULZE:
                self._check_ranking(item, name, cleaned)
            elif isinstance(cleaned.get(name), list):
                self._check_marks(item, name, cleaned[name])
        return cleaned

    def _check_marks(self, item, name, marks):
        if NOTHING in marks and len(marks) > 1:
            words = {"none": nothing(self.vote.kind)}
            self.add_error(name, _("You marked “%(none)s” and something else: leave one or the other") % words)
        elif item.max_choices is not None and len(set(marks)) > item.max_choices:
            words = {"count": len(set(marks)), "most": item.max_choices}
            self.add_error(name, _("You marked %(count)s, and at most %(most)s are allowed: take some away") % words)

    def _check_ranking(self, item, name, cleaned):
        taken = {}
        for option in item.options.all():
            field = f"{name}_place{option.order}"
            rank = cleaned.get(field)
            if rank and rank in taken:
                words = {"place": rank, "option": taken[rank]}
                self.add_error(field, _("Place %(place)s is given to “%(option)s” already: choose another") % words)
            elif rank:
                taken[rank] = option.text
        if item.max_choices is not None and len(taken) > item.max_choices:
            self.add_error(None, _at_most(item.max_choices))
        if cleaned.get(name) and taken:
            words = {"none": nothing(self.vote.kind)}
            self.add_error(name, _("You marked “%(none)s” and gave places: leave one or the other") % words)
        elif not cleaned.get(name) and not taken and not self.errors:
            self.add_error(name, _("Give the first place at least, or mark “None of these options”"))

    @property
    def choices(self) -> dict:
        """The paper for `actions.cast_ballot`."""
        return {item.order: self._choice(item, f"item{item.order}") for item in self.items}

    def _choice(self, item, name):
        if self.vote.method == Method.SIGNATURES:
            return Choice.FOR.value
        if self.vote.method == Method.SCHULZE:
            places = [
                (self.cleaned_data[f"{name}_place{option.order}"], option.order) for option in item.options.all()
            ]
            return [order for _rank, order in sorted((int(rank), order) for rank, order in places if rank)]
        answer = self.cleaned_data[name]
        if self.vote.method == Method.AGENDA:
            return answer
        marks = answer if isinstance(answer, list) else [answer]
        return sorted({int(mark) for mark in marks if mark != NOTHING})


def _small(option, vote) -> str:
    words = []
    if option.cost is not None:
        words.append(money(option.cost))
        if option.cost > vote.budget:
            words.append(_("more than the whole sum, it cannot win"))
    if option.description:
        words.append(option.description)
    return " · ".join(words)


def _at_most(most) -> str:
    if most is None:
        return _("Mark as many as you like")
    return ngettext("Mark %(most)s at most", "Mark %(most)s at most", most) % {"most": most}
