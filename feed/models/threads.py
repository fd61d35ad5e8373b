"""Threads and comments, which everything that can be discussed holds."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from communities.permissions import readable_feeds
from core.models import PublicIdField
from municipalities.models import Department, Municipality, WithinQuerySet


class ThreadQuerySet(WithinQuerySet):
    def visible_to(self, user):
        """Discussions of published communities; of a feed kept to members, those of the communities they read."""
        return self.filter(Q(in_feed=False) | readable_feeds(user, "community__"), community__live=True)


class Thread(models.Model):
    """A discussion. The thing discussed holds a one-to-one to it."""

    public_id = PublicIdField()
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="threads")
    community = models.ForeignKey("communities.CommunityPage", on_delete=models.CASCADE, related_name="threads")
    is_open = models.BooleanField(default=False)
    # Of a post: a community may keep its feed, and what is said there, to its members.
    in_feed = models.BooleanField(default=False)
    # Where the discussion is shown; the thing sets it, so that a comment knows its page without asking whose it is.
    url = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    comment_count = models.PositiveIntegerField(default=0)

    objects = ThreadQuerySet.as_manager()

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """The address of the thing discussed in the reader's language; `url` is the one in the main language."""
        language = get_language()
        return self.url if language in (None, settings.LANGUAGE_CODE) else f"/{language}{self.url}"


class CommentQuerySet(WithinQuerySet):
    town_path = "thread__municipality"

    def visible_to(self, user):
        """Those of discussions the person may read. What a hidden comment says is kept back where it is shown."""
        readable = Q(thread__in_feed=False) | readable_feeds(user, "thread__community__")
        return self.filter(readable, thread__community__live=True)

    def with_thread(self):
        """With all that rights over a comment depend on."""
        return self.select_related("thread__municipality", "thread__community", "author", "department", "organisation")


class HideReason(models.TextChoices):
    INSULT = "insult", _("Insult or threat")
    PERSONAL_DATA = "personal_data", _("Somebody's personal data")
    SPAM = "spam", _("Advertising or repetition")
    OFF_TOPIC = "off_topic", _("Not about this matter")
    UNLAWFUL = "unlawful", _("Against the law")


class Comment(models.Model):
    """One utterance. Hidden ones leave their place with the reason; edited ones keep what they were."""

    is_post = False

    public_id = PublicIdField()
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="comments")
    text = models.TextField(_("your opinion or question"), max_length=1500)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    # On behalf of a department or of the managing organisation: set by the server from the author's role, never typed.
    is_official = models.BooleanField(default=False)
    department = models.ForeignKey(Department, null=True, on_delete=models.SET_NULL, related_name="+")
    organisation = models.ForeignKey(
        "communities.ManagingOrganisation", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    position = models.CharField(max_length=120, blank=True)
    is_pinned = models.BooleanField(default=False)
    hidden_at = models.DateTimeField(null=True)
    hidden_reason = models.CharField(max_length=20, choices=HideReason, blank=True)
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # One appeal to the town against the hiding (decision 12).
    appealed_at = models.DateTimeField(null=True)
    appeal_text = models.CharField(max_length=500, blank=True)
    appeal_decided_at = models.DateTimeField(null=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(
                condition=Q(hidden_at=None, hidden_reason="") | Q(hidden_at__isnull=False) & ~Q(hidden_reason=""),
                name="hidden_comment_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["thread", "parent", "-id"], name="comment_thread"),
            models.Index(fields=["author", "-created_at"], name="comment_author"),
        ]

    def __str__(self):
        return self.text[:60]

    def get_absolute_url(self):
        """Leads to the page of the discussion that the comment stands on by then (feed.reading.address_of)."""
        return reverse("feed:go", args=[self.public_id])

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None


class CommentRevision(models.Model):
    """What a comment said before it was corrected."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="revisions")
    text = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at"]

    def __str__(self):
        return self.text[:60]


class ReportState(models.TextChoices):
    NEW = "new", pgettext_lazy("state", "New")
    UPHELD = "upheld", pgettext_lazy("of what was complained about", "Hidden")
    DISMISSED = "dismissed", _("Nothing to hide")


class AbuseReport(models.Model):
    """A complaint to the moderator about a comment or a post; one per person and thing."""

    comment = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="reports")
    post = models.ForeignKey("feed.Post", null=True, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("what is wrong"), max_length=20, choices=HideReason)
    note = models.CharField(_("explain, if you wish"), max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.NEW)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        constraints = [
            models.UniqueConstraint(fields=["comment", "reporter"], name="one_report_per_person"),
            models.UniqueConstraint(fields=["post", "reporter"], name="one_report_per_post"),
            models.CheckConstraint(
                condition=Q(comment=None, post__isnull=False) | Q(comment__isnull=False, post=None),
                name="report_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state="new", decided_at=None) | ~Q(state="new") & Q(decided_at__isnull=False),
                name="report_decided_or_new",
            ),
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="report_queue")]

    def __str__(self):
        return f"{self.get_reason_display()}: {self.about}"

    @property
    def about(self):
        """The comment or the post."""
        return self.post or self.comment


class AuthorBlock(models.Model):
    """A person may not write in a community until a date (decision 12)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="author_blocks")
    community = models.ForeignKey("communities.CommunityPage", on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=20, choices=HideReason)
    until = models.DateTimeField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=models.F("created_at")), name="block_ends_after_start")
        ]
        indexes = [models.Index(fields=["user", "community", "until"], name="block_current")]

    def __str__(self):
        return f"{self.user_id} → {self.until:%Y-%m-%d}"
