"""The schedule of a town as a list, a month and a map; the archive by year; the tab of a community."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q
from django.db.models.functions import ExtractYear
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from communities.models import CommunityPage
from communities.permissions import is_activist
from communities.views import get_community
from meetings.models import AHEAD, Meeting, MeetingKind, MeetingState
from meetings.permissions import can_plan_in, can_plan_something
from meetings.promises import with_problems
from meetings.schedule import Month

PER_PAGE = 20
# What one screen of a month or a map can show; the lists are complete.
MOST_IN_MONTH = 300
MARKERS = 300
LONGEST_QUERY = 100
VIEWS = {"": _("List"), "month": _("Month"), "map": _("Map")}
LATEST_PAST = 5
A_MONDAY = date(2024, 1, 1)


@dataclass
class Wish:
    """What the reader asked for. Anything unknown counts as not asked."""

    kind: str = ""
    where: str = ""
    view: str = ""
    month: str = ""
    base: str = ""

    @classmethod
    def of(cls, request):
        get = request.GET.get
        kind, view = get("kind", ""), get("view", "")
        return cls(
            kind=kind if kind in MeetingKind.values else "",
            where=" ".join(get("where", "")[:LONGEST_QUERY].split()),
            view=view if view in VIEWS else "",
            month=get("month", "")[:7],
            base=request.path,
        )

    def address(self, **changed) -> str:
        """This schedule with something changed: address(view="map")."""
        names = ("kind", "where", "view", "month")
        chosen = {name: changed.get(name, getattr(self, name)) for name in names}
        query = urlencode({name: value for name, value in chosen.items() if value})
        return f"{self.base}?{query}" if query else self.base

    @property
    def tabs(self) -> list[dict]:
        icons = {"": "list", "month": "calendar", "map": "pin"}
        return [
            {
                "label": label,
                "url": self.address(view=name, month=""),
                "icon": icons[name],
                "current": name == self.view,
            }
            for name, label in VIEWS.items()
        ]

    def narrowed(self, rows, town):
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.where:
            found = CommunityPage.objects.live().within(town).matching(self.where)
            rows = rows.filter(communities__in=found.values("pk")).distinct()
        return rows


def for_lists(rows):
    """With all that a line of a list shows: two queries for any number of rows."""
    return rows.prefetch_related("communities")


def _coming(rows, now):
    """Those ahead; what was called off stands among them until its day is over, for those who have not heard."""
    rows = rows.filter(state__in=[*AHEAD, MeetingState.CANCELLED], ends_at__gt=now)
    return for_lists(rows).order_by("starts_at", "pk")


def _past(rows, now):
    """Held, or their day is over: of an event of the law no report is written here."""
    return rows.filter(Q(state=MeetingState.HELD) | Q(state__in=[*AHEAD, MeetingState.CANCELLED], ends_at__lte=now))


def _newest(rows, now):
    """The past ones with what came of them, the newest first."""
    return with_problems(for_lists(_past(rows, now))).order_by("-starts_at", "-pk")


def _planned(request):
    """What only stands in the plan, for those who see it."""
    if not can_plan_something(request.user, request.municipality):
        return []
    rows = Meeting.objects.within(request.municipality).visible_to(request.user)
    return for_lists(rows.filter(state=MeetingState.PLANNED).order_by("starts_at", "pk"))[:PER_PAGE]


def _month(rows, wish, now, town) -> dict:
    today = town.today(now)
    month = Month.of(wish.month, today)
    begins, ends = month.bounds(town.tz)
    found = for_lists(rows.filter(starts_at__gte=begins, starts_at__lt=ends).order_by("starts_at", "pk"))
    found = list(found[:MOST_IN_MONTH])
    days = [(meeting.starts_at.astimezone(town.tz).date(), meeting) for meeting in found]
    names = [A_MONDAY + timedelta(days=number) for number in range(7)]
    return {
        "title": date_format(month.first, "F Y"),
        "weekdays": [(date_format(day, "D").lower(), date_format(day, "l").lower()) for day in names],
        "today": today,
        "own_url": wish.address(view="month", month=month.name),
        "weeks": month.weeks(days, today=today),
        "meetings": found,
        "previous": {"url": wish.address(view="month", month=month.previous.name), "month": month.previous.first},
        "next": {"url": wish.address(view="month", month=month.next.name), "month": month.next.first},
    }


def _markers(rows, now) -> list[dict]:
    """Places for the map: the meeting's own, else that of its first community that has one."""
    found = for_lists(rows.ahead(now).order_by("starts_at", "pk"))[:MARKERS]
    return [marker for meeting in found if (marker := marker_of(meeting))]


def marker_of(meeting) -> dict | None:
    """None when nothing is known of the place but words."""
    places = [meeting, *meeting.communities.all()]
    place = next((one for one in places if one.latitude is not None and one.longitude is not None), None)
    if place is None:
        return None
    return {
        "lat": place.latitude,
        "lon": place.longitude,
        "label": meeting.title,
        "url": meeting.get_absolute_url(),
        "note": date_format(meeting.starts_at, "j E, H:i"),
    }


@require_safe
def schedule(request):
    """When and where the town meets its residents."""
    town, now = request.municipality, request.now
    wish = Wish.of(request)
    public = Meeting.objects.within(town).public()
    rows = wish.narrowed(public, town)
    month = cache(partial(_month, rows, wish, now, town))
    context = {
        "wish": wish,
        "kinds": MeetingKind.choices,
        # Read when the template first asks, so that a shared page asks for nothing.
        "page": cache(lambda: Paginator(_coming(rows, now), PER_PAGE).get_page(request.GET.get("page"))),
        "month": month,
        "markers": cache(partial(_markers, rows, now)),
        "past": cache(lambda: _newest(rows, now)[:LATEST_PAST]),
        "year": town.today(now).year,
        "can_plan": can_plan_something(request.user, town),
        "planned": _planned(request),
    }
    return render(request, "meetings/schedule.html", context)


@require_safe
def archive(request):
    """Past meetings by year."""
    town = request.municipality
    public = Meeting.objects.within(town).public()
    past = _past(public, request.now)
    years = list(
        past.order_by().annotate(year=ExtractYear("starts_at", tzinfo=town.tz)).values_list("year", flat=True)
        .distinct().order_by("-year")
    )  # fmt: skip
    wish = Wish.of(request)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else (years[0] if years else None)
    rows = wish.narrowed(past.filter(starts_at__year=year), town) if year else past.none()
    rows = with_problems(for_lists(rows)).order_by("-starts_at", "-pk")
    return render(
        request,
        "meetings/archive.html",
        {
            "wish": wish,
            "kinds": MeetingKind.choices,
            "year": year,
            "years": [
                {"label": one, "url": f"{reverse('meetings:archive')}?year={one}", "current": one == year}
                for one in years
            ],
            "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        },
    )


@require_safe
def community_tab(request, slug):
    """The meetings of one community and of the whole town: those ahead, then the past ones."""
    community = get_community(request, slug)
    now, town = request.now, request.municipality
    rows = Meeting.objects.within(town).public().concerning(community)
    return render(
        request,
        "meetings/community_tab.html",
        {
            "community": community,
            "tab": "meetings",
            "ahead": _coming(rows, now)[:PER_PAGE],
            "page": Paginator(_newest(rows, now), PER_PAGE).get_page(request.GET.get("page")),
            "can_plan": can_plan_in(request.user, town) or is_activist(request.user, community.pk),
        },
    )
