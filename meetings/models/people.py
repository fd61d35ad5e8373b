"""Who comes, and what they ask beforehand."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import PublicIdField
from feed.models import HideReason
from meetings.models.meeting import Meeting
from municipalities.models import Municipality


class MeetingRegistration(models.Model):
    """«I'll come»."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="registrations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="meeting_registrations")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "user"], name="one_registration_per_person")]

    def __str__(self):
        return f"{self.user_id} → {self.meeting_id}"


class QuestionQuerySet(models.QuerySet):
    def shown(self):
        """Those that neighbours see, what concerns most of them first."""
        return self.filter(hidden_at=None).order_by("-vote_count", "pk")


class MeetingQuestion(models.Model):
    """What a resident asks beforehand; neighbours vote it up."""

    public_id = PublicIdField()
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="questions")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="meeting_questions"
    )
    text = models.CharField(_("your question"), max_length=500)
    at = models.DateTimeField()
    vote_count = models.PositiveIntegerField(default=0)
    hidden_at = models.DateTimeField(null=True)
    hidden_reason = models.CharField(max_length=20, choices=HideReason, blank=True)
    # What came of it: the answer on the spot, or the problem it became.
    answer = models.TextField(_("answer given at the meeting"), max_length=2000, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hidden_at=None, hidden_reason="") | Q(hidden_at__isnull=False) & ~Q(hidden_reason=""),
                name="hidden_question_has_reason",
            )
        ]
        indexes = [models.Index(fields=["meeting", "-vote_count", "id"], name="question_order")]

    def __str__(self):
        return self.text[:60]


class QuestionVote(models.Model):
    """«This concerns me too»."""

    question = models.ForeignKey(MeetingQuestion, on_delete=models.CASCADE, related_name="votes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "user"], name="one_vote_per_question")]

    def __str__(self):
        return f"{self.user_id} → {self.question_id}"


class CalendarLink(models.Model):
    """The secret address of a person's own calendar: of the address itself only a digest is kept."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_links")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "user"], name="one_calendar_link_per_person")]

    def __str__(self):
        return f"{self.user_id} → {self.municipality_id}"
