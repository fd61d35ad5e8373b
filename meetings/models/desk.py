"""What is written down on the spot."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appeals.models import Appeal, AppealState, solved
from assignments.models import AssignmentState
from meetings.models.meeting import Meeting
from meetings.models.people import MeetingQuestion


class Fate(models.TextChoices):
    """What has come of a problem so far, told by its message."""

    WAITING = "waiting", pgettext_lazy("of problems", "Await an answer")
    IN_WORK = "in_work", pgettext_lazy("of problems", "In work")
    SOLVED = "solved", pgettext_lazy("of problems", "Solved")
    ANSWERED = "answered", pgettext_lazy("of problems", "Answered")
    DECLINED = "declined", pgettext_lazy("of problems", "Declined")
    ELSEWHERE = "elsewhere", pgettext_lazy("of problems", "Passed on")


S = AppealState


def _work(*, without) -> Q:
    return Q(appeal__assignment__state__in=[state for state in AssignmentState if state != without])


_NO_WORK, _GIVEN_UP = Q(appeal__assignment=None), Q(appeal__assignment__state=AssignmentState.CANCELLED)
# Each problem has exactly one fate: what was promised is solved by work, the rest by words.
FATES = {
    Fate.WAITING: Q(appeal__state__in=[S.NEW, S.CLARIFYING]) | Q(appeal__state=S.REOPENED) & (_NO_WORK | _GIVEN_UP),
    Fate.IN_WORK: Q(appeal__state__in=[S.UNDER_CONTROL, S.IN_PROGRESS])
    | Q(appeal__state=S.REOPENED) & _work(without=AssignmentState.CANCELLED),
    Fate.SOLVED: solved("appeal__"),
    Fate.ANSWERED: Q(appeal__state=S.ANSWERED)
    | Q(appeal__state__in=[S.DONE, S.CONFIRMED]) & (_NO_WORK | _work(without=AssignmentState.DONE)),
    Fate.DECLINED: Q(appeal__state=S.DECLINED),
    Fate.ELSEWHERE: Q(appeal__state__in=[S.FORWARDED, S.DUPLICATE]),
}


FATE_OF = {
    S.NEW: Fate.WAITING,
    S.CLARIFYING: Fate.WAITING,
    S.UNDER_CONTROL: Fate.IN_WORK,
    S.IN_PROGRESS: Fate.IN_WORK,
    S.ANSWERED: Fate.ANSWERED,
    S.DECLINED: Fate.DECLINED,
    S.FORWARDED: Fate.ELSEWHERE,
    S.DUPLICATE: Fate.ELSEWHERE,
}


class ProblemQuerySet(models.QuerySet):
    def of_fate(self, fate):
        return self.filter(FATES[Fate(fate)])

    def undecided(self):
        """Nobody was named and nothing was answered."""
        return self.filter(appeal__state=S.NEW, appeal__department=None)

    def fates(self) -> dict:
        """How many problems have each fate, in one query."""
        counts = {fate.value: models.Count("pk", filter=condition) for fate, condition in FATES.items()}
        return self.aggregate(voiced=models.Count("pk"), **counts)


class Problem(models.Model):
    """Ties a problem voiced at a meeting to the message it became: from there it is like any other."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="problems")
    appeal = models.OneToOneField(Appeal, on_delete=models.CASCADE, related_name="problem")
    # Given by the device that wrote it down: sent twice over a bad network, it is still one.
    client_id = models.UUIDField()
    # Who spoke: for the staff alone, gone with the term of keeping.
    speaker = models.CharField(_("who spoke"), max_length=120, blank=True)
    question = models.ForeignKey(MeetingQuestion, null=True, on_delete=models.SET_NULL, related_name="problems")
    recorded_at = models.DateTimeField()

    objects = ProblemQuerySet.as_manager()

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "client_id"], name="one_problem_per_note")]
        indexes = [models.Index(fields=["meeting", "-recorded_at", "-id"], name="problem_newest")]

    def __str__(self):
        return str(self.appeal)

    @property
    def fate(self) -> Fate:
        """The same as FATES tells of many, for a row whose message is at hand."""
        state, work = self.appeal.state, self.appeal.assignment
        if state == S.REOPENED:
            return Fate.WAITING if work is None or work.state == AssignmentState.CANCELLED else Fate.IN_WORK
        if state in (S.DONE, S.CONFIRMED):
            return Fate.SOLVED if work is not None and work.state == AssignmentState.DONE else Fate.ANSWERED
        return FATE_OF[state]

    @property
    def is_undecided(self) -> bool:
        """Awaits a decision: neither answered nor promised, whether or not a department is named."""
        return self.appeal.state == S.NEW and self.appeal.assignment_id is None


class UndoneNote(models.Model):
    """A problem that was written down by mistake and taken back: its device may still send it once more."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="undone_notes")
    client_id = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "client_id"], name="one_undoing_per_note")]

    def __str__(self):
        return str(self.client_id)


class HeadCount(models.Model):
    """One press of the counter of people: several devices count together, and a press sent twice counts once."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="head_counts")
    client_id = models.UUIDField()
    change = models.SmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "client_id"], name="one_head_count_per_press"),
            models.CheckConstraint(condition=~Q(change=0), name="head_count_changes_something"),
        ]

    def __str__(self):
        return f"{self.change:+}"


class MeetingPhoto(models.Model):
    """A picture of the meeting itself."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="photos")
    photo = models.ForeignKey("core.Photo", on_delete=models.CASCADE, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self):
        return self.photo.description or self.photo.public_id
