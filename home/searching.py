"""Search of one town: by address, by words, and in the text of publications."""

from dataclasses import dataclass, field

from django.db.models import Q
from wagtail.models import Page

from appeals.models import Appeal
from communities.models import CommunityPage
from core.stems import stemmed
from feed.models import Post
from initiatives.models import Initiative
from publications.models import DecisionPage, NewsPage, ResultPage, TextPage
from voting.models import Vote

# Characters of a query; the rest is not read.
LONGEST = 100
WORDS = 8
# Of each kind; the lists of the kinds themselves show the rest.
MOST = 10


@dataclass(frozen=True)
class Found:
    """What was found, by kind; each list has at most MOST things that this reader may see."""

    communities: list = field(default_factory=list)
    initiatives: list = field(default_factory=list)
    appeals: list = field(default_factory=list)
    votes: list = field(default_factory=list)
    pages: list = field(default_factory=list)
    posts: list = field(default_factory=list)

    def __bool__(self):
        return any((self.communities, self.initiatives, self.appeals, self.votes, self.pages, self.posts))


def search_town(town, query: str, *, user) -> Found:
    """Everything of a town that holds every word of the query, in any form, case, and with ё or е."""
    # Stems have letters and digits only, so no sign can act as an operator of the search.
    words = stemmed(query.replace("_", " ")).split()[:WORDS]
    if not words:
        return Found()
    text = " ".join(words)
    return Found(
        communities=list(
            CommunityPage.objects.within(town).visible_to(user).matching(text).defer("about").order_by("title")[:MOST]
        ),
        initiatives=list(
            Initiative.objects.within(town)
            .visible_to(user)
            .matching(text)
            .select_related("community")
            .order_by("-published_at", "-pk")[:MOST]
        ),
        appeals=list(
            Appeal.objects.within(town)
            .public()
            .matching(text)
            .select_related("category")
            .order_by("-created_at", "-pk")[:MOST]
        ),
        votes=_votes(town, words, user),
        pages=_pages(town, query),
        posts=_posts(town, text),
    )


def _posts(town, text) -> list:
    """Only what everybody reads: a feed kept to members is searched on its own page."""
    posts = Post.objects.within(town).public().matching(text).select_related("community")
    return list(posts.order_by("-active_at", "-pk")[:MOST])


def _votes(town, words, user) -> list:
    votes = Vote.objects.within(town).visible_to(user)
    for word in words:
        # A vote's own question is not folded, and SQLite knows no case of Cyrillic letters.
        title = Q(title__contains=word) | Q(title__contains=word.capitalize())
        votes = votes.filter(title | Q(initiative__search_text__contains=word))
    return list(votes.select_related("community").order_by("-closes_at", "-pk")[:MOST])


def _pages(town, query) -> list:
    words = " ".join("".join(char if char.isalnum() else " " for char in query).split()[:WORDS])
    pages = (
        Page.objects.live()
        .public()
        .descendant_of(town.site.root_page)
        .type(NewsPage, DecisionPage, ResultPage, TextPage)
        .specific()
    )
    return list(pages.search(words, operator="and")[:MOST])
