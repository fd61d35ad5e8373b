"""The journal of a town as CSV, for those who run the platform."""

from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from home.journal_export import csv_lines, note_export, rows_of
from home.journal_search import found
from journal.permissions import can_examine
from journal.verbs import Verb
from municipalities.models import Municipality


class Command(BaseCommand):
    help = "Write a town's journal, newest first, as CSV with keys and codes and no names. The copy is recorded."

    def add_arguments(self, parser):
        parser.add_argument("--town", required=True, metavar="HOST")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="the administrator or operator who takes it")
        parser.add_argument("--verb", choices=Verb.values, metavar="VERB", help="only this: role_given, …")
        parser.add_argument(
            "--since", type=datetime.fromisoformat, metavar="TIME", help="2026-11-01 or 2026-11-01T10:00"
        )
        parser.add_argument("--until", type=datetime.fromisoformat, metavar="TIME", help="in the town's time")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE")

    def handle(self, *, town, by, verb, since, until, output, **options):
        host, town = town, Municipality.objects.filter(site__hostname=town.lower()).first()
        if town is None:
            raise CommandError(f"There is no town at {host}.")
        person = User.objects.filter(email__iexact=by).first()
        if person is None or not can_examine(person, town):
            raise CommandError(f"{by} is neither an administrator of the town nor the operator.")
        wanted = {"verb": verb, "since": _in(town, since), "until": _in(town, until)}
        note_export(town, by=person, form="csv", wanted=wanted)
        with output.open("w", encoding="utf-8", newline="") as file:
            file.writelines(csv_lines(rows_of(found(town, wanted), town)))


def _in(town, moment):
    return moment and (moment if moment.tzinfo else moment.replace(tzinfo=town.tz))
