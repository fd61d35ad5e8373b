"""Give out everything that is kept about a person."""

import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core import clock
from privacy import actions
from privacy.commanding import operator, person
from privacy.copies import archive_of


class Command(BaseCommand):
    help = "Write a ZIP with everything that is kept about a person; the journal keeps that it was done."

    def add_arguments(self, parser):
        parser.add_argument("email", help="Of the person's account, or the telephone as +79991234567")
        parser.add_argument("--to", required=True, metavar="FILE.zip", type=Path, help="Must not exist")
        parser.add_argument("--by", metavar="EMAIL", help="The operator who does it (the first one)")

    def handle(self, email, to, by, **options):
        subject, actor = person(email), operator(by)
        at = clock.now()
        town = actions.town_of(subject)
        if town is None:
            raise CommandError("There is no town yet.")
        try:
            # Nobody else on this machine may read it.
            file = open(to, "xb", opener=_private)
        except OSError as refusal:
            raise CommandError(f"{to}: {refusal.strerror}") from refusal
        with file:
            for chunk in archive_of(subject, at=at, site=town.site.root_url):
                file.write(chunk)
        actions.give_copy(subject, by=actor, municipality=town)
        self.stdout.write(f"{to}: {to.stat().st_size} bytes")


def _private(path, flags):
    return os.open(path, flags, 0o600)
