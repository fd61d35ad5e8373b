"""The feed of a community as it is read: one page in a number of queries that does not depend on its length."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, IntegerField, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict

from core import renditions
from core.stems import stemmed
from feed import permissions
from feed.actions.moderating import PINS
from feed.models import Comment, PollOption, PollVoice, Post, PostKind, PostPhoto
from feed.reading import byline_of, name_of, page_number, with_authors

PER_PAGE = 15
PAGE = "page"
LONGEST_QUERY = 100
LATEST = 3
# Nobody counts further: «ещё 20 и больше».
MOST_FRESH = 20
_MONTH = re.compile(r"(20\d{2})-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Wish:
    """What a reader looks for in a feed; nonsense is no wish."""

    kind: str = ""
    query: str = ""
    month: str = ""
    number: int = 1

    @classmethod
    def of(cls, request):
        kind, month = request.GET.get("kind", ""), request.GET.get("month", "")
        return cls(
            kind=kind if kind in PostKind.values else "",
            query=" ".join(request.GET.get("q", "").split())[:LONGEST_QUERY],
            month=month if _MONTH.fullmatch(month) else "",
            number=page_number(request.GET.get(PAGE, "")),
        )

    @property
    def is_plain(self) -> bool:
        """The feed itself, from its beginning."""
        return not (self.kind or self.query or self.month)

    def address(self, **changed) -> str:
        """The query of an address for this wish with something else in it."""
        query = QueryDict(mutable=True)
        wanted = {"kind": self.kind, "q": self.query, "month": self.month, **changed}
        query.update({name: value for name, value in wanted.items() if value})
        return f"?{query.urlencode()}"


@dataclass
class Wall:
    """One page of a feed for one reader."""

    posts: list
    wish: Wish
    has_next: bool
    # The newest post of the community when this page was made: what came later is fresh.
    newest: str = ""

    @property
    def newer(self) -> str:
        """The address of the page before this one; empty on the first."""
        number = self.wish.number
        return self.wish.address(page=str(number - 1) if number > 2 else "") if number > 1 else ""

    @property
    def older(self) -> str:
        """The address of the next page; empty on the last."""
        return self.wish.address(page=str(self.wish.number + 1)) if self.has_next else ""


def _bounds(month: str, zone) -> tuple[datetime, datetime]:
    year, number = map(int, month.split("-"))
    start = datetime(year, number, 1, tzinfo=zone)
    following = date(year + number // 12, number % 12 + 1, 1)
    return start, datetime(following.year, following.month, 1, tzinfo=zone)


def _options():
    counted = PollVoice.objects.filter(option=OuterRef("pk")).order_by().values("option")
    number = counted.annotate(count=Count("pk")).values("count")
    return PollOption.objects.annotate(count=Coalesce(Subquery(number, output_field=IntegerField()), 0))


def _answers(community):
    """The first official words under each post."""
    official = Comment.objects.filter(is_official=True, hidden_at=None).order_by("pk")[:1]
    return official.select_related("author", "department", "organisation")


def with_parts(posts, community):
    """Posts with all that is shown of them."""
    posts = with_authors(posts, community.pk, community.municipality.today())
    pictures = PostPhoto.objects.select_related("photo").order_by("order", "pk")
    return posts.select_related("thread", "appeal").prefetch_related(
        Prefetch("photos", queryset=pictures, to_attr="shown_photos"),
        Prefetch("options", queryset=_options(), to_attr="shown_options"),
        Prefetch("thread__comments", queryset=_answers(community), to_attr="official_answers"),
    )


def _rows(community, wish):
    posts = Post.objects.filter(community=community)
    if wish.kind:
        posts = posts.filter(kind=wish.kind)
    if wish.query:
        posts = posts.filter(hidden_at=None).matching(stemmed(wish.query.replace("_", " ")))
    if wish.month:
        start, end = _bounds(wish.month, community.municipality.tz)
        return posts.filter(created_at__gte=start, created_at__lt=end).order_by("-created_at", "-pk")
    if wish.is_plain:
        return posts.order_by("-is_pinned", "-active_at", "-pk")
    return posts.order_by("-active_at", "-pk")


def read(community, *, user, now, wish) -> Wall:
    """One page of posts, pinned ones first, then by the newest word under them."""
    start = (wish.number - 1) * PER_PAGE
    found = list(with_parts(_rows(community, wish), community)[start : start + PER_PAGE + 1])
    posts = found[:PER_PAGE]
    prepare(posts, community, user=user, now=now)
    return Wall(posts=posts, wish=wish, has_next=len(found) > PER_PAGE, newest=newest(community))


def newest(community) -> str:
    """When the newest post came, as a mark for `fresh_count`."""
    latest = Post.objects.filter(community=community).order_by("-created_at", "-pk").values_list("created_at").first()
    return latest[0].isoformat() if latest else ""


def fresh_count(community, since: str) -> int:
    """How many posts came after a mark of `newest`, as far as anybody counts; none for nonsense."""
    posts = Post.objects.filter(community=community, hidden_at=None)
    if since:
        try:
            moment = datetime.fromisoformat(since)
        except ValueError:
            return 0
        if moment.tzinfo is None:
            return 0
        posts = posts.filter(created_at__gt=moment)
    return len(posts.order_by("-created_at").values_list("pk", flat=True)[:MOST_FRESH])


def months(community, now) -> list[date]:
    """The first days of the months from the first post to now, newest first."""
    oldest = Post.objects.filter(community=community).order_by("created_at", "pk").values_list("created_at").first()
    if oldest is None:
        return []
    zone = community.municipality.tz
    first, month = oldest[0].astimezone(zone).date().replace(day=1), now.astimezone(zone).date().replace(day=1)
    found = []
    while month >= first:
        found.append(month)
        month = (month - timedelta(days=1)).replace(day=1)
    return found


def prepare(posts, community, *, user, now) -> None:
    """Say on each post what its template shows: two more queries for a resident, whatever the number of posts."""
    renditions.attach([row.photo for post in posts for row in post.shown_photos if not row.photo.is_private])
    polls = [post.pk for post in posts if post.is_poll]
    chosen = {}
    if polls and user.is_authenticated:
        chosen = dict(PollVoice.objects.filter(user=user, post__in=polls).values_list("post_id", "option_id"))
    is_moderator = None
    for post in posts:
        post.community = post.thread.community = community
        post.municipality = post.thread.municipality = community.municipality
        if is_moderator is None:
            is_moderator = permissions.can_moderate(user, post.thread)
        _prepare(post, user, is_moderator=is_moderator)
        post.answer = _answer(post)
        if post.is_poll:
            _count(post, chosen.get(post.pk), user, now)


def _answer(post):
    answer = next(iter(post.thread.official_answers), None) if post.is_question else None
    if answer is not None:
        answer.shown_name, answer.byline = name_of(answer), byline_of(answer)
    return answer


def _prepare(post, user, *, is_moderator):
    post.shown_name, post.byline = name_of(post), byline_of(post)
    signed_in = user.is_authenticated
    post.is_mine = signed_in and post.author_id == user.pk
    post.says_hidden = post.is_hidden and signed_in and (post.is_mine or is_moderator)
    post.may_edit = permissions.can_edit(user, post)
    post.may_report = permissions.can_report(user, post)
    post.may_appeal = permissions.can_appeal(user, post)
    post.may_hide = is_moderator and not post.is_hidden and permissions.can_hide(user, post)
    post.may_redact = is_moderator and permissions.can_redact(user, post)
    post.may_restore = is_moderator and post.is_hidden and permissions.can_restore(user, post)
    post.may_pin = is_moderator and not post.is_hidden
    post.may_blur = permissions.can_blur(user, post)


def _count(post, chosen, user, now):
    """What a poll shows: the voices of each answer, and what this reader may still do."""
    post.is_over = post.ends_at <= now
    post.chosen = chosen
    post.voice_count = sum(option.count for option in post.shown_options)
    post.may_vote = not post.is_over and permissions.can_vote_in_poll(user, post)
    post.may_close = not post.is_over and permissions.can_close_poll(user, post)


def latest(community) -> list:
    """What the front page of a community shows of its feed, the same for whoever may read it: one query."""
    rows = Post.objects.filter(community=community, hidden_at=None).order_by("-is_pinned", "-active_at", "-pk")
    posts = list(with_authors(rows, community.pk, community.municipality.today())[: PINS + LATEST])
    pinned = sum(post.is_pinned for post in posts)
    for post in posts[: pinned + LATEST]:
        post.community = community
        post.shown_name, post.byline = name_of(post), byline_of(post)
    return posts[: pinned + LATEST]
