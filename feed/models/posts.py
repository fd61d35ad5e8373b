"""Posts of a community's feed, their pictures and what they said before."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import CommunityPage, FeedAccess, ManagingOrganisation
from communities.permissions import readable_feeds
from core.models import PublicIdField
from core.text import folded
from feed.models.threads import HideReason, Thread
from municipalities.models import Department, Municipality, WithinQuerySet


class PostKind(models.TextChoices):
    ANNOUNCEMENT = "announcement", _("Announcement")
    OUTAGE = "outage", _("Outage")
    QUESTION = "question", _("Question")
    EVENT = "event", pgettext_lazy("kind of a post", "Event")
    POLL = "poll", _("Poll")
    PHOTO = "photo", _("Photo")


# What any member posts; the others are for those who run the house and for officials.
OPEN_KINDS = (PostKind.QUESTION, PostKind.POLL, PostKind.PHOTO)
# What is said on behalf of somebody: nobody asks officially.
OFFICIAL_KINDS = tuple(kind for kind in PostKind if kind != PostKind.QUESTION)


class Service(models.TextChoices):
    """What an outage turns off."""

    HOT_WATER = "hot_water", _("hot water")
    COLD_WATER = "cold_water", _("cold water")
    ELECTRICITY = "electricity", _("electricity")
    HEATING = "heating", _("heating")
    GAS = "gas", _("gas")
    LIFT = "lift", _("lift")
    INTERNET = "internet", _("internet and telephone")


class PostQuerySet(WithinQuerySet):
    def visible_to(self, user):
        """Those of feeds the person may read. What a hidden post says is kept back where it is shown."""
        return self.filter(readable_feeds(user, "community__"), community__live=True)

    def public(self):
        """What anybody may read."""
        return self.filter(community__live=True, community__feed_access=FeedAccess.OPEN, hidden_at=None)

    def awaiting_answer(self):
        """Questions that nobody has answered officially, the most urgent first."""
        return self.filter(kind=PostKind.QUESTION, answered_at=None, hidden_at=None).order_by("answer_due", "pk")

    def matching(self, text: str):
        """Posts that hold every word of a folded text."""
        found = self
        for word in text.split()[:8]:
            found = found.filter(search_text__contains=word)
        return found

    def with_thread(self):
        """With all that rights over a post depend on."""
        people = ("author", "department", "organisation")
        return self.select_related("thread__municipality", "thread__community", "community__municipality", *people)


class Post(models.Model):
    """One item of the feed. What is said under it are the comments of its thread."""

    is_post = True

    public_id = PublicIdField()
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="posts")
    community = models.ForeignKey(CommunityPage, on_delete=models.CASCADE, related_name="posts")
    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, related_name="post")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="posts")
    kind = models.CharField(_("kind"), max_length=12, choices=PostKind)
    title = models.CharField(pgettext_lazy("of a text", "title"), max_length=120)
    text = models.TextField(_("text"), max_length=3000, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    # An outage or an event: when, and which entrances (none means all of them). A poll: how long it takes answers.
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    entrances = models.JSONField(default=list, blank=True)
    services = models.JSONField(default=list, blank=True)
    # On behalf of a department or of the managing organisation: set by the server from the author's role.
    is_official = models.BooleanField(default=False)
    department = models.ForeignKey(Department, null=True, on_delete=models.SET_NULL, related_name="+")
    organisation = models.ForeignKey(ManagingOrganisation, null=True, on_delete=models.SET_NULL, related_name="+")
    position = models.CharField(max_length=120, blank=True)
    is_pinned = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    # The newest utterance: the order of the feed, the same for everybody.
    active_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    # Of a question: the working clock of the town; when an official answered.
    answer_due = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)
    hidden_reason = models.CharField(max_length=20, choices=HideReason, blank=True)
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # One appeal to the town against the hiding (decision 12), as of a comment.
    appealed_at = models.DateTimeField(null=True)
    appeal_text = models.CharField(max_length=500, blank=True)
    appeal_decided_at = models.DateTimeField(null=True)
    search_text = models.TextField(editable=False, default="")

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.CheckConstraint(
                condition=Q(hidden_at=None, hidden_reason="") | Q(hidden_at__isnull=False) & ~Q(hidden_reason=""),
                name="hidden_post_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(starts_at__isnull=False, ends_at__gte=F("starts_at")),
                name="post_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(active_at__gte=F("created_at")), name="post_active_since_creation"),
            models.CheckConstraint(
                condition=Q(kind="question", answer_due__isnull=False)
                | ~Q(kind="question") & Q(answer_due=None, answered_at=None),
                name="questions_have_a_term",
            ),
        ]
        indexes = [
            models.Index(fields=["community", "-is_pinned", "-active_at", "-id"], name="post_feed"),
            models.Index(fields=["community", "kind", "-active_at", "-id"], name="post_feed_kind"),
            models.Index(fields=["community", "-created_at", "-id"], name="post_archive"),
            models.Index(fields=["municipality", "-active_at", "-id"], name="post_town"),
            models.Index(
                fields=["municipality", "answer_due", "id"],
                condition=Q(kind="question", answered_at=None, hidden_at=None),
                name="post_awaiting",
            ),
            models.Index(
                fields=["municipality", "appealed_at"],
                condition=Q(appealed_at__isnull=False, appeal_decided_at=None),
                name="post_disputed",
            ),
            models.Index(fields=["author", "-created_at"], name="post_author"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("feed:post", args=[self.community.slug, self.public_id])

    def save(self, *args, **kwargs):
        self.search_text = folded(f"{self.title} {self.text} {self.place}")
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_text"}
        super().save(*args, **kwargs)

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None

    @property
    def is_question(self) -> bool:
        return self.kind == PostKind.QUESTION

    @property
    def is_poll(self) -> bool:
        return self.kind == PostKind.POLL

    @property
    def awaits_answer(self) -> bool:
        return self.is_question and self.answered_at is None and not self.is_hidden

    @property
    def service_words(self) -> list[str]:
        return [str(Service(name).label) for name in self.services if name in Service.values]


class PostRevision(models.Model):
    """What a post said before it was corrected."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions")
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    place = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at", "-pk"]

    def __str__(self):
        return self.title


class PostPhoto(models.Model):
    """A picture of a post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="photos")
    photo = models.ForeignKey("core.Photo", on_delete=models.CASCADE, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self):
        return self.photo.description or self.photo.public_id


class PollOption(models.Model):
    """One answer that a quick poll offers."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="options")
    text = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["post", "order"], name="one_poll_option_per_place")]

    def __str__(self):
        return self.text


class PollVoice(models.Model):
    """Whose voice went to which answer: one per person and poll. Nobody is shown who chose what."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="voices")
    option = models.ForeignKey(PollOption, on_delete=models.CASCADE, related_name="voices")
    # Of who has left, the voice is kept and the person is not.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "user"], name="one_voice_per_poll")]

    def __str__(self):
        return f"{self.post_id}: {self.option_id}"
