"""The figures of a town, a community or a department, with definitions, lists and charts."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from figures.charts import Chart, Series
from figures.definitions import FIGURES, Place
from figures.models import AnnualReport
from figures.offices import offices
from figures.permissions import can_make_somewhere
from figures.showing import COMPARED, Figures, query_of
from figures.views.wish import Wish
from municipalities.models import Department

LATEST_REPORTS = 3


@require_safe
def page(request):
    """By year, community and department."""
    wish = Wish.of(request)
    if len(wish.found) == 1:
        only = Place(request.municipality, wish.found[0])
        return redirect(f"{reverse('figures:page')}?{query_of(only, year=wish.year)}")
    figures = Figures.of(wish.place)
    this_year = request.municipality.today(request.now).year
    year = wish.year_among(figures.years, next(iter(figures.years), this_year))
    charts = [chart for chart in _charts(figures, year) if chart.has_values]
    signed = AnnualReport.objects.within(request.municipality).filter(state="signed", community=wish.place.community)
    context = {
        "wish": wish,
        "place": wish.place,
        "figures": figures,
        "year": year,
        "is_under_way": year == this_year and year in figures.counted_years,
        "compared": [other for other in figures.years if other < year][: COMPARED - 1],
        "headlines": [line for line in figures.headlines(year) if line.cell.known.value is not None],
        "groups": figures.groups(year),
        "charts": charts,
        "offices": offices(request.municipality, year) if wish.place == Place(request.municipality) else [],
        "departments": Department.objects.within(request.municipality),
        "query": query_of(wish.place, year=year),
        "place_query": query_of(wish.place),
        "reports": signed.select_related("municipality", "community")[:LATEST_REPORTS],
        "may_report": can_make_somewhere(request.user, request.municipality),
    }
    return render(request, "figures/page.html", context)


def _charts(figures: Figures, year: int) -> list[Chart]:
    found = []
    for code, first, second, title in (
        ("problems", "voiced", "solved", _("Problems voiced and solved")),
        ("messages", "received", "answered", _("Messages received and answered")),
    ):
        years = sorted([other for other in figures.years if other <= year][:COMPARED])
        names = [FIGURES[one].name for one in (first, second)]
        values = [tuple(figures.known(one, other).value for other in years) for one in (first, second)]
        if len(years) > 1:
            found.append(
                Chart(
                    f"{code}-years",
                    title,
                    _("by years"),
                    _("Year"),
                    tuple(str(other) for other in years),
                    tuple(Series(str(name), row) for name, row in zip(names, values, strict=True)),
                )
            )
    if year in figures.counted_years:
        found += _quarters(figures, year)
    return found


def _quarters(figures, year) -> list[Chart]:
    months = figures.months(year)

    def quarters(code):
        return tuple(
            sum(months.get((code, month), 0) for month in range(3 * number + 1, 3 * number + 4)) for number in range(4)
        )

    groups = (_("I quarter"), _("II quarter"), _("III quarter"), _("IV quarter"))
    note = _("by quarters of %(year)s") % {"year": year}
    return [
        Chart(
            f"{key}-quarters",
            title,
            note,
            _("Quarter"),
            groups,
            tuple(Series(str(FIGURES[code].name), quarters(code)) for code in codes),
        )
        for key, title, codes in (
            ("problems", _("Problems voiced and solved"), ("voiced", "solved")),
            ("messages", _("Messages received"), ("received",)),
        )
    ]
