"""Searching the journal: what was asked for, a page of it by its place in time, and who may be met in it.

Pages follow each other by the time and number of the last row, and rows are not counted: the millionth costs as much
as the first.
"""

from datetime import datetime

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from communities.models import Membership, MembershipState
from journal.models import Event, Look
from journal.verbs import Verb
from municipalities.models import StaffMember

PAGE = 50
MOST_PEOPLE = 20


class SearchForm(forms.Form):
    verb = forms.ChoiceField(label=_("what happened"), required=False)
    kind = forms.TypedChoiceField(label=_("with what"), required=False, coerce=int, empty_value=None)
    number = forms.CharField(label=_("its number or address"), required=False, max_length=40)
    since = forms.DateTimeField(label=_("not before"), required=False)
    until = forms.DateTimeField(label=_("not after"), required=False)
    who = forms.UUIDField(required=False, widget=forms.HiddenInput)
    part = forms.ChoiceField(
        label=_("acts"),
        required=False,
        choices=[("acted", _("done by this person")), ("concerned", _("about this person"))],
    )

    def __init__(self, *args, town, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [
            ("", pgettext_lazy("journal", "anything")),
            *sorted(Verb.choices, key=lambda choice: str(choice[1])),
        ]
        met = ContentType.objects.filter(Exists(Event.objects.filter(target_type=OuterRef("pk"))))
        self.fields["kind"].choices = [
            ("", pgettext_lazy("journal", "anything")),
            *sorted(((kind.pk, capfirst(kind.name)) for kind in met), key=lambda choice: choice[1]),
        ]
        for name in ("since", "until"):
            self.fields[name].widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def clean(self):
        data = super().clean()
        if data.get("number") and not data.get("kind"):
            self.add_error("kind", ValidationError(_("Say what the number is of."), code="kind"))
        if data.get("since") and data.get("until") and data["since"] > data["until"]:
            self.add_error("until", ValidationError(_("This is before the beginning."), code="until"))
        return data


def found(town, wanted: dict) -> QuerySet[Event]:
    """Events of the town, the newest first, by the cleaned data of a `SearchForm`."""
    events = Event.objects.within(town).order_by("-at", "-pk")
    if wanted.get("verb"):
        events = events.filter(verb=wanted["verb"])
    if wanted.get("kind"):
        events = events.filter(target_type=wanted["kind"])
    if wanted.get("number"):
        events = events.filter(target_id=_target(town, wanted["kind"], wanted["number"]))
    if wanted.get("since"):
        events = events.filter(at__gte=wanted["since"])
    if wanted.get("until"):
        events = events.filter(at__lte=wanted["until"])
    if wanted.get("who"):
        concerned = wanted.get("part") == "concerned"
        events = events.filter(_about(town, wanted["who"]) if concerned else Q(actor_key=wanted["who"]))
    return events


def _about(town, key) -> Q:
    person = User.objects.filter(actor_key=key).first()
    if person is None:
        return Q(pk__in=[])
    memberships = Membership.objects.filter(user=person, community__municipality=town)
    with_them = Event.objects.filter(target_type=ContentType.objects.get_for_model(User), target_id=person.pk)
    with_memberships = Event.objects.filter(
        target_type=ContentType.objects.get_for_model(Membership), target_id__in=memberships.values("pk")
    )
    # A union and not a condition with OR: each part has an index of its own.
    looks = Look.objects.filter(subject=person).values("event")
    return Q(pk__in=looks.union(with_them.values("pk"), with_memberships.values("pk")))


def _target(town, kind_id: int, number: str) -> int:
    """The key of a thing by what people call it: its number in the town, its public name, or the key itself."""
    model = ContentType.objects.get_for_id(kind_id).model_class()
    fields = _names_of(model)
    digits = number.removeprefix("№").strip()
    # What is longer is no number of ours, and no database holds it.
    is_number = digits.isdecimal() and len(digits) <= 18
    things = model._base_manager.values_list("pk", flat=True)
    if "number" in fields and is_number and len(digits) < 10:
        key = things.filter(municipality=town, number=int(digits)).first()
        if key:
            return key
    if "public_id" in fields:
        key = things.filter(public_id=number).first()
        if key:
            return key
    return int(digits) if is_number and not fields else 0


def _names_of(model) -> list[str]:
    """Fields by which people name a row; none when they know only its key."""
    known = {field.name for field in model._meta.concrete_fields} if model else set()
    return [
        *(["number"] if {"number", "municipality"} <= known else []),
        *(["public_id"] if "public_id" in known else []),
    ]


def page_of(events: QuerySet[Event], before: str) -> tuple[list[Event], str]:
    """The rows after the place `before`, and the place of the next page, empty on the last one."""
    place = _place(before)
    if place:
        at, pk = place
        # The first condition is what the index is entered by.
        events = events.filter(at__lte=at).exclude(at=at, pk__gte=pk)
    rows = list(events.select_related("target_type")[: PAGE + 1])
    if len(rows) <= PAGE:
        return rows, ""
    last = rows[PAGE - 1]
    return rows[:PAGE], f"{last.at.isoformat()}~{last.pk}"


def _place(text: str) -> tuple[datetime, int] | None:
    at, _tilde, pk = text.partition("~")
    try:
        at = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (at, int(pk)) if at.tzinfo and pk.isdecimal() and len(pk) <= 18 else None


def with_officials(events: QuerySet[Event], town) -> QuerySet[Event]:
    """With `official`: the name of an actor who works for the town. Residents stay keys until they are asked for."""
    works = StaffMember.objects.filter(user=OuterRef("pk"), municipality=town)
    names = User.objects.filter(Q(is_superuser=True) | Exists(works), actor_key=OuterRef("actor_key")).values(
        name=Concat("first_name", Value(" "), "last_name", output_field=CharField())
    )
    return events.annotate(official=Subquery(names))


def name_targets(events: list[Event]) -> None:
    """Give each event `reference`, what people call its target: one query for each kind on the page."""
    by_kind = {}
    for event in events:
        by_kind.setdefault(event.target_type, set()).add(event.target_id)
    for kind, keys in by_kind.items():
        model = kind.model_class()
        fields = _names_of(model)
        rows = model._base_manager.filter(pk__in=keys).values_list("pk", *fields) if fields else []
        named = {pk: next((value for value in values if value), pk) for pk, *values in rows}
        for event in events:
            if event.target_type == kind:
                event.reference = named.get(event.target_id, event.target_id)


def people_of(town) -> QuerySet[User]:
    """Who belongs to the town, works for it, or has done something in it."""
    belongs = Membership.objects.filter(user=OuterRef("pk"), community__municipality=town)
    return User.objects.filter(
        Exists(belongs)
        | Exists(StaffMember.objects.filter(user=OuterRef("pk"), municipality=town))
        | Exists(Event.objects.within(town).filter(actor_key=OuterRef("actor_key")))
    )


def people_called(town, text: str) -> list[User]:
    """By the whole e-mail, or by the beginnings of the name's words."""
    if "@" in text:
        return list(people_of(town).filter(email__iexact=text.strip())[:1])
    words, people = text.split(), people_of(town)
    for word in words:
        begins = Q()
        # SQLite compares Cyrillic letters by case.
        for spelling in {word, word.capitalize()}:
            begins |= Q(first_name__startswith=spelling) | Q(last_name__startswith=spelling)
        people = people.filter(begins)
    return list(people.order_by("last_name", "first_name", "pk")[: MOST_PEOPLE + 1]) if words else []


def communities_of(town, people: list[User]) -> dict[int, list[str]]:
    """Titles of communities by person: what tells namesakes apart."""
    rows = Membership.objects.filter(
        user__in=people, community__municipality=town, state=MembershipState.VERIFIED
    ).values_list("user_id", "community__title")
    titles = {}
    for person, title in rows.order_by("community__title"):
        titles.setdefault(person, []).append(title)
    return titles
