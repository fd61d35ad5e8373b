"""The things that a figure counts, one by one: their total is the figure."""

from django.core.paginator import Paginator
from django.db.models import Count, F, Sum
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from figures.definitions import FIGURES, Counted
from figures.naming import named
from figures.showing import amount, query_of
from figures.views.wish import Wish

PER_PAGE = 30
FIRST_YEAR, LAST_YEAR = 1990, 2100


@require_safe
def counted_list(request, code):
    """Exactly what the figure of a place and a year is made of, as it is now."""
    figure = FIGURES.get(code)
    wish = Wish.of(request)
    if not isinstance(figure, Counted) or not figure.applies_to(wish.place):
        raise Http404
    year = wish.year_among(range(FIRST_YEAR, LAST_YEAR), request.municipality.today(request.now).year)
    rows = figure.of(wish.place, year, request.now).order_by()
    total = rows.aggregate(total=Sum(figure.value) if figure.value else Count("pk"))["total"] or 0
    page = Paginator(_things(figure, rows), PER_PAGE).get_page(request.GET.get("page"))
    lines = [(row["the_thing"], row["the_total"] or 0) for row in page]
    model = rows.model._meta.get_field(figure.thing).related_model if figure.thing else rows.model
    names = named(model, [pk for pk, _total in lines], request.user)
    context = {
        "figure": figure,
        "place": wish.place,
        "year": year,
        "page": page,
        "lines": [
            {"thing": names[pk], "amount": amount(figure, value) if figure.value or figure.thing else ""}
            for pk, value in lines
            if pk in names
        ],
        "total": amount(figure, total),
        "query": query_of(wish.place, year=year),
    }
    return render(request, "figures/counted_list.html", context)


def _things(figure, rows):
    """What a list names, the newest first, each with what it adds to the figure."""
    total = Sum(figure.value) if figure.value else Count("pk")
    if figure.thing:
        rows = rows.values(the_thing=F(figure.thing)).annotate(the_total=total)
        return rows.order_by("the_thing") if figure.is_standing else rows.order_by("-the_thing")
    value = F(figure.value) if figure.value else F("pk")
    return rows.order_by(f"-{figure.at}", "-pk").values(the_thing=F("pk"), the_total=value)
