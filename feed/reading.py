"""A discussion as it is read: one page of it in a number of queries that does not depend on its length."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, IntegerField, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import ActivistRole, ActivistTitle, Membership
from feed import permissions
from feed.forms import CommentForm
from feed.models import AuthorBlock, Comment, Thread

ROOTS = 20
REPLIES = 10
# The page of a discussion in the address of the thing discussed, which may have pages of its own.
PAGE = "c"
# Replies on the page of one conversation.
BRANCH = 50
ORDER = ("-is_pinned", "-is_official", "-pk")


@dataclass
class Reading:
    """One page of a discussion for one reader."""

    thread: Thread
    user: User
    rows: Callable[[], list]
    # Who wrote on this page, and whether there are more pages: enough to know whose page is like everybody's.
    authors: frozenset
    has_next: bool
    is_moderator: bool
    number: int = 1
    form: CommentForm | None = None
    block: AuthorBlock | None = None

    @cached_property
    def comments(self) -> list:
        """The conversations of the page, each with its first replies, as this reader may see them."""
        found = self.rows()[:ROOTS]
        for root in found:
            _prepare(root, self.thread, self.user, is_moderator=self.is_moderator)
            for reply in root.shown_replies:
                _prepare(reply, self.thread, self.user, is_moderator=self.is_moderator)
            root.more_replies = max(0, root.reply_count - len(root.shown_replies))
        return found

    @property
    def audience(self) -> str | bool:
        """To whom these comments look alike; False when this reader has something of their own among them."""
        if self.is_moderator or (self.user.is_authenticated and self.user.pk in self.authors):
            return False
        return "residents" if self.user.is_authenticated else "guests"


def with_authors(rows, community_id, day):
    """Each with its author and what neighbours know of them: entrance and title, never the flat."""
    here = Membership.objects.verified().filter(community=community_id, user=OuterRef("author"))
    roles = ActivistRole.objects.serving(day).filter(community=community_id, user=OuterRef("author"))
    return rows.select_related("author", "department", "organisation").annotate(
        author_entrance=Subquery(here.values("entrance")[:1]), author_title=Subquery(roles.values("title")[:1])
    )


def _with_authors(comments, thread):
    return with_authors(comments, thread.community_id, thread.municipality.today())


def _reply_counts(comments):
    replies = (
        Comment.objects.filter(parent=OuterRef("pk"))
        .order_by()
        .values("parent")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return comments.annotate(reply_count=Coalesce(Subquery(replies, output_field=IntegerField()), 0))


def byline_of(said) -> str:
    """What stands under the name: entrance and title of a neighbour, name and position of an official."""
    if said.is_official:
        return ", ".join(part for part in (said.author and said.author.public_name, said.position) if part)
    parts = []
    if said.author_entrance:
        parts.append(_("entrance %(number)s") % {"number": said.author_entrance})
    if said.author_title:
        parts.append(str(ActivistTitle(said.author_title).label).lower())
    return ", ".join(parts)


def name_of(said) -> str:
    """Who speaks: a neighbour, or a department or organisation."""
    if said.is_official:
        office = said.department or said.organisation
        return office.name if office else _("The administration")
    return said.author.public_name if said.author else _("A resident who has left")


def _prepare(comment, thread, user, *, is_moderator):
    """Say on the comment what its template shows; asks the database nothing."""
    comment.thread = thread
    comment.shown_name = name_of(comment)
    comment.byline = byline_of(comment)
    signed_in = user.is_authenticated
    comment.is_mine = signed_in and comment.author_id == user.pk
    comment.says_hidden = comment.is_hidden and signed_in and (comment.is_mine or is_moderator)
    comment.may_reply = signed_in and thread.is_open and not comment.is_hidden
    comment.may_edit = permissions.can_edit(user, comment)
    comment.may_report = permissions.can_report(user, comment)
    comment.may_appeal = permissions.can_appeal(user, comment)
    comment.may_hide = is_moderator and not comment.is_hidden and permissions.can_hide(user, comment)
    comment.may_redact = is_moderator and permissions.can_redact(user, comment)
    comment.may_restore = is_moderator and comment.is_hidden and permissions.can_restore(user, comment)
    comment.may_pin = is_moderator and not comment.is_hidden and comment.parent_id is None


def page_number(value) -> int:
    """A page's number from an address; nonsense is the first page."""
    return max(1, int(value)) if len(value) <= 4 and value.isascii() and value.isdecimal() else 1


def _rows(thread, number) -> list:
    """The conversations of one page and one more, each with its first replies: the same for all readers."""
    roots = _reply_counts(_with_authors(Comment.objects.filter(thread=thread, parent=None), thread)).order_by(*ORDER)
    replies = _with_authors(Comment.objects.all(), thread).order_by("pk")[:REPLIES]
    roots = roots.prefetch_related(Prefetch("replies", queryset=replies, to_attr="shown_replies"))
    start = (number - 1) * ROOTS
    return list(roots[start : start + ROOTS + 1])


def read(thread, *, user, municipality, number=1, now=None, form=None, share=lambda key, build: build()) -> Reading:
    """One page: conversations with their first replies, and the form if the reader may write.

    Two queries for a guest, one more for a resident, whatever the number of comments. `share` may keep what is the
    same for all readers (`core.fragments.remember`).
    """
    thread.municipality = municipality
    built = []

    def rows():
        return built or share(f"thread:{thread.pk}:{number}", lambda: _rows(thread, number))

    def outline():
        built[:] = rows()
        written = [comment for root in built[:ROOTS] for comment in (root, *root.shown_replies)]
        return frozenset(comment.author_id for comment in written), len(built) > ROOTS

    authors, has_next = share(f"thread-outline:{thread.pk}:{number}", outline)
    reading = Reading(
        thread=thread,
        user=user,
        rows=rows,
        authors=authors,
        has_next=has_next,
        is_moderator=permissions.can_moderate(user, thread),
        number=number,
    )
    if thread.is_open and permissions.can_comment(user, thread):
        reading.block = AuthorBlock.objects.filter(user=user, community=thread.community_id, until__gt=now).first()
        if reading.block is None:
            reading.form = form or comment_form(thread, user)
    return reading


def comment_form(thread, user, data=None, **kwargs) -> CommentForm:
    return CommentForm(
        data,
        may_be_official=permissions.can_answer_officially(user, thread),
        public_name=user.public_name,
        **kwargs,
    )


def read_branch(root, *, user, replies) -> Comment:
    """One conversation with the given replies, for a page of its own."""
    thread = root.thread
    is_moderator = permissions.can_moderate(user, thread)
    root = _with_authors(Comment.objects.filter(pk=root.pk), thread).get()
    root.shown_replies, root.more_replies = list(replies), 0
    for comment in (root, *root.shown_replies):
        _prepare(comment, thread, user, is_moderator=is_moderator)
    return root


def replies_of(root):
    """All replies of a conversation, oldest first, as its page shows them."""
    return _with_authors(Comment.objects.filter(parent=root), root.thread).order_by("pk")


def address_of(comment) -> str:
    """Where a comment stands now: the page of its discussion, or of its conversation when that is long.

    A post stands on a page of its own.
    """
    if comment.is_post:
        return comment.get_absolute_url()
    root = comment.parent or comment
    if comment.parent_id:
        earlier = Comment.objects.filter(parent=root, pk__lt=comment.pk).count()
        if earlier >= REPLIES:
            page = earlier // BRANCH + 1
            return f"{reverse('feed:branch', args=[root.public_id])}?page={page}#c-{comment.public_id}"
    before = Q(is_pinned=root.is_pinned, is_official=root.is_official, pk__gt=root.pk)
    if not root.is_official:
        before |= Q(is_pinned=root.is_pinned, is_official=True)
    if not root.is_pinned:
        before |= Q(is_pinned=True)
    number = Comment.objects.filter(before, thread=comment.thread, parent=None).count() // ROOTS + 1
    page = f"?{PAGE}={number}" if number > 1 else ""
    return f"{comment.thread.get_absolute_url()}{page}#c-{comment.public_id}"
