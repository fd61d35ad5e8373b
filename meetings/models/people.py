"""Who comes, and what they ask beforehand."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import PublicIdField
from feed.models import HideReason
from meetings.models.meeting import Meeting


class MeetingRegistration(models.Model):
    """«I'll come»."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="registrations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="meeting_registrations")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "user"], name="one_registration_per_person")]

    def __str__(self):
        return f"{self.user_id} → {self.meeting_id}"


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
