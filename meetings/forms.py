"""What is typed about meetings: by those who call them, and by residents who ask beforehand."""

from datetime import datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communities.models import CommunityKind, CommunityPage
from core.fields import ChosenField
from core.hinted_forms import Hinted
from core.text import one_line
from feed.forms import plain_lines
from feed.models import HideReason
from meetings.models import OF_NEIGHBOURS, AgendaPoint, Host, Meeting, MeetingKind, MeetingQuestion
from municipalities.models import StaffMember
from municipalities.permissions import OFFICIALS
from voting.forms.drafting import DayInput, TimeInput

MOST_POINTS = 12
MOST_HOSTS = 12
USUAL_HOURS = (time(18), time(19, 30))


def _length(model, name) -> int:
    return model._meta.get_field(name).max_length


def _rows(value: str, *, most: int, longest: int) -> list[str]:
    """One thing a line. Raises ValidationError with code `many` or `long`."""
    rows = [row for row in (one_line(line) for line in plain_lines(value).split("\n")) if row]
    if len(rows) > most:
        raise ValidationError(_("At most %(most)s lines."), code="many", params={"most": most})
    if any(len(row) > longest for row in rows):
        raise ValidationError(_("A line is at most %(longest)s characters."), code="long", params={"longest": longest})
    return rows


class TimeAndPlaceForm(forms.Form):
    """One day, two hours of it, and a place in words and on the map."""

    day = forms.DateField(label=_("Day"), widget=DayInput)
    begins = forms.TimeField(label=_("Begins at"), widget=TimeInput)
    ends = forms.TimeField(label=_("Ends at"), widget=TimeInput)
    place = forms.CharField(
        label=_("Place"),
        help_text=_("So that a stranger finds it: “the playground, entry from the side of house 3”."),
        max_length=_length(Meeting, "place"),
    )
    latitude = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-180, max_value=180)

    def __init__(self, *args, town, **kwargs):
        super().__init__(*args, **kwargs)
        self.town = town

    @property
    def points(self) -> list[dict]:
        """What is marked on the map so far."""
        latitude, longitude = self["latitude"].value(), self["longitude"].value()
        if latitude in (None, "") or longitude in (None, ""):
            return []
        return [{"lat": latitude, "lon": longitude, "label": self["place"].value() or ""}]

    def clean_place(self):
        return one_line(self.cleaned_data["place"])

    def clean(self):
        """`starts_at` and `ends_at` instead of the three fields, by the town's clock."""
        cleaned = super().clean()
        day, begins, ends = (cleaned.pop(name, None) for name in ("day", "begins", "ends"))
        if day and begins and ends:
            cleaned["starts_at"] = datetime.combine(day, begins, tzinfo=self.town.tz)
            cleaned["ends_at"] = datetime.combine(day, ends, tzinfo=self.town.tz)
        if cleaned.get("latitude") is None or cleaned.get("longitude") is None:
            cleaned["latitude"] = cleaned["longitude"] = None
        return cleaned

    def refuse(self, refusal: ValidationError) -> None:
        """Show an act's refusal at the field of the form that it is about."""
        shown_at = {"starts_at": "day", "ends_at": "ends"}
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal)
            return
        for name, errors in refusal.error_dict.items():
            name = shown_at.get(name, name)
            self.add_error(name if name in self.fields else None, errors)


def time_and_place(meeting) -> dict:
    """What `TimeAndPlaceForm` begins with."""
    zone = meeting.municipality.tz
    begins, ends = meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)
    return {
        "day": begins.date(),
        "begins": begins.time(),
        "ends": ends.time(),
        "place": meeting.place,
        "latitude": meeting.latitude,
        "longitude": meeting.longitude,
    }


class MeetingForm(Hinted, TimeAndPlaceForm):
    """A meeting as it is planned. `places`: the communities to choose from; `is_official`: whether the person
    works for the town and so may call any kind and leave the choice empty."""

    hinted = ("title", "place", "text")

    kind = forms.ChoiceField(label=_("What kind of meeting"), choices=MeetingKind)
    title = forms.CharField(
        label=_("What to call it"),
        help_text=_("As on the notice board: “The head of the town comes to our yard”."),
        max_length=_length(Meeting, "title"),
    )
    communities = ChosenField(
        label=_("Whose residents it concerns"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "picks"}),
    )
    text = forms.CharField(
        label=_("What it is about"),
        max_length=_length(Meeting, "text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    agenda = forms.CharField(
        label=_("Agenda"),
        help_text=_("One point a line."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    staff = ChosenField(
        label=_("Who comes from the administration"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    guests = forms.CharField(
        label=_("Who else comes"),
        help_text=_("A position and an organisation, one a line: “the managing organisation «Заречье-Сервис»”."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    official_url = forms.URLField(
        label=_("Official page"),
        help_text=_("Of a reception, a hearing or a session: registration and documents stand there, not here."),
        required=False,
        assume_scheme="https",
    )

    field_order = (
        "kind", "title", "communities", "day", "begins", "ends", "place", "latitude", "longitude", "text", "agenda",
        "staff", "guests", "official_url",
    )  # fmt: skip

    def __init__(self, *args, places, is_official, fixed=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_official = is_official
        if not is_official:
            self.fields["kind"].choices = [(kind, kind.label) for kind in OF_NEIGHBOURS]
            del self.fields["official_url"]
        field = self.fields["communities"]
        field.queryset = places
        field.required = not is_official
        field.label_from_instance = lambda place: place.title
        if is_official:
            field.help_text = _("Choose none, and it concerns the whole town. Their members are told.")
        staff = self.fields["staff"]
        serving = StaffMember.objects.within(self.town).serving(self.town.today()).filter(role__in=OFFICIALS)
        staff.queryset = serving.select_related("user").order_by("position", "pk")
        staff.label_from_instance = lambda row: f"{row.user.public_name}, {row.position or row.get_role_display()}"
        if fixed:
            # The day and the place of an announced meeting are moved, which tells those who come.
            for name in ("kind", "day", "begins", "ends", "place", "latitude", "longitude"):
                del self.fields[name]

    def needs_hint(self, cleaned):
        """The administration names the telephones of its offices."""
        return not self.is_official

    def hinted_words(self, cleaned):
        return [*super().hinted_words(cleaned), *(cleaned.get("agenda") or ()), *(cleaned.get("guests") or ())]

    def clean_title(self):
        return one_line(self.cleaned_data["title"])

    def clean_text(self):
        return plain_lines(self.cleaned_data["text"])

    def clean_agenda(self):
        return _rows(self.cleaned_data["agenda"], most=MOST_POINTS, longest=_length(AgendaPoint, "text"))

    def clean_guests(self):
        return _rows(self.cleaned_data["guests"], most=MOST_HOSTS, longest=_length(Host, "words"))

    def fields_of_meeting(self) -> dict:
        """What `actions.plan` is given; call it on a valid form."""
        typed = dict(self.cleaned_data)
        # Somebody with two roles comes once.
        people = list(dict.fromkeys(row.user for row in typed.pop("staff")))
        guests = typed.pop("guests")
        return {**typed, "hosts": [*people, *guests]}


def written(meeting) -> dict:
    """What `MeetingForm` begins with for a meeting that stands in the plan."""
    hosts = list(meeting.hosts.all())
    users = [host.user_id for host in hosts if host.user_id]
    return {
        **time_and_place(meeting),
        "kind": meeting.kind,
        "title": meeting.title,
        "communities": list(meeting.communities.values_list("pk", flat=True)),
        "text": meeting.text,
        "agenda": "\n".join(point.text for point in meeting.agenda.all()),
        "staff": list(
            StaffMember.objects.within(meeting.municipality)
            .filter(user__in=users, role__in=OFFICIALS)
            .values_list("pk", flat=True)
        ),
        "guests": "\n".join(host.words for host in hosts if host.words),
        "official_url": meeting.official_url,
    }


def places_for(town, communities=None):
    """Communities to choose from: of the whole town, or those that an activist runs."""
    places = CommunityPage.objects.live().within(town).exclude(kind=CommunityKind.TOPIC).defer("about")
    if communities is not None:
        places = CommunityPage.objects.live().within(town).filter(pk__in=communities).defer("about")
    return places.order_by("title", "pk")


class MoveForm(Hinted, TimeAndPlaceForm):
    hinted = ("reason",)
    reason = forms.CharField(
        label=_("Why it is moved"),
        max_length=500,
        help_text=_("Those who come are told, and the reason stays on the page."),
    )
    field_order = ("day", "begins", "ends", "place", "latitude", "longitude", "reason")

    def clean_reason(self):
        return one_line(self.cleaned_data["reason"])


class CancelForm(Hinted, forms.Form):
    hinted = ("reason",)
    reason = forms.CharField(
        label=_("Why it is called off"), max_length=500, help_text=_("The reason stays on the meeting's page.")
    )

    def clean_reason(self):
        return one_line(self.cleaned_data["reason"])


class QuestionForm(Hinted, forms.Form):
    hinted = ("text",)
    text = forms.CharField(
        label=_("Your question"),
        max_length=_length(MeetingQuestion, "text"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody reads it and may vote for it. Do not give a flat number or a telephone."),
    )

    def clean_text(self):
        text = plain_lines(self.cleaned_data["text"])
        if not text:
            raise ValidationError(_("Write at least a word."), code="required")
        return text


class HideQuestionForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why the question is hidden"),
        choices=HideReason,
        widget=forms.RadioSelect,
        help_text=_("The reason stays in its place, for everybody to see."),
    )
