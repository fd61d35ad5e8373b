"""The audit file of a vote."""

import sys

from django.core.management.base import BaseCommand, CommandError

from voting import publishing
from voting.models import Vote, VoteState


class Command(BaseCommand):
    help = "Write a counted vote's audit file to the standard output: export_vote ID > vote.json"

    def add_arguments(self, parser):
        parser.add_argument("vote", metavar="ID", help="the vote's public id, as in its address")

    def handle(self, *, vote, **options):
        found = Vote.objects.filter(public_id=vote).first()
        if found is None:
            raise CommandError(f"There is no vote {vote}.", returncode=2)
        if found.state != VoteState.COUNTED:
            raise CommandError("Only a counted vote has an audit file.", returncode=2)
        out = getattr(self.stdout, "_out", sys.stdout)
        for line in publishing.audit_file(found):
            out.buffer.write(line)
        out.flush()
