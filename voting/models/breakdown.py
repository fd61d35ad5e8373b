"""A counted vote by entrance and channel, as far as it may be told."""

from django.db import models

from voting.models.vote import Vote


class Breakdown(models.Model):
    """Made once, at counting: with a million ballots it takes longer than a page may.

    Triggers keep it as it is (voting.guards); `manage.py verify_votes` makes it anew and compares.
    """

    vote = models.OneToOneField(Vote, primary_key=True, on_delete=models.CASCADE, related_name="breakdown")
    # See voting.breakdown.of.
    figures = models.JSONField()

    def __str__(self):
        return str(self.vote_id)
