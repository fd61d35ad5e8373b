"""Publications as other pages show them: results with their pictures, the newest words, a community's results."""

from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, F, Value
from django.urls import reverse

from core import renditions
from publications.models import BeforeAfterPair, DecisionPage, NewsPage, ResultPage

RESULTS = 3
WORDS = 5


@dataclass(frozen=True)
class Words:
    """One line of the news of the town."""

    kind: str
    title: str
    lead: str
    date: date
    url: str


def attach_pairs(results) -> None:
    """Give each result `shown`, its first pair with its pictures, in two queries for all."""
    results = list(results)
    pairs = BeforeAfterPair.objects.filter(page__in=[result.pk for result in results])
    first = {}
    for pair in pairs.select_related("before", "after").order_by("page", "sort_order", "pk"):
        first.setdefault(pair.page_id, pair)
    renditions.attach(photo for pair in first.values() for photo in (pair.before, pair.after))
    for result in results:
        result.shown = first.get(result.pk)


def latest_results(municipality, count=RESULTS) -> list[ResultPage]:
    """The newest results of a town that have a pair of pictures."""
    newest = list(ResultPage.objects.within(municipality).live().newest().defer("body")[:count])
    attach_pairs(newest)
    return [result for result in newest if result.shown]


def latest_words(municipality, count=WORDS) -> list[Words]:
    """News, decisions and results of a town together, the newest first, in one query."""

    def rows(model, kind):
        return (
            model.objects.within(municipality)
            .live()
            .order_by()
            .annotate(sort=Value(kind, output_field=CharField()), day=F("date"), key=F("pk"))
            .values_list("sort", "title", "lead", "day", "url_path", "key")
        )

    found = rows(NewsPage, "news").union(rows(DecisionPage, "decision"), rows(ResultPage, "result"), all=True)
    start = reverse("home")
    return [
        Words(kind, title, lead, day, start + _below_home(url_path))
        for kind, title, lead, day, url_path, _key in found.order_by("-day", "-key")[:count]
    ]


def _below_home(url_path: str) -> str:
    """A page's path below the front page, which is the first name of its path in the tree."""
    return url_path.lstrip("/").partition("/")[2]
