"""A count under way."""

from django.db import models

from voting.models.vote import Vote


class CountProgress(models.Model):
    """Which worker counts a closed vote, until when it has the right to, and how far it has come.

    The row is renewed while counting and goes with the count; one left by a worker that died runs out.
    """

    vote = models.OneToOneField(Vote, primary_key=True, on_delete=models.CASCADE, related_name="counting")
    worker = models.CharField(max_length=32)
    until = models.DateTimeField()
    papers = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField()

    def __str__(self):
        return f"{self.vote_id}: {self.papers}/{self.total}"
