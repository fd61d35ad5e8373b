"""Is the journal whole? Compute its seals anew."""

import json
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.guards import missing
from journal.guards import GUARDS
from journal.sealing import verify
from municipalities.models import Municipality

# The worker seals every few minutes: what has waited longer than this means that it does not run.
SEALED_WITHIN = timedelta(days=1)
BROKEN, UNPROTECTED = 1, 2


class Command(BaseCommand):
    help = (
        "Verify the journal's seals. Exit code 0: whole; 1: broken; 2: whole, but triggers are missing or the worker "
        "does not seal. Keep the printed head elsewhere and give it to --expect later: a restored older copy, or a "
        "journal written anew, does not have it."
    )

    def add_arguments(self, parser):
        parser.add_argument("--town", metavar="HOST", help="only the town at this host")
        parser.add_argument(
            "--expect", default="", metavar="HEAD", help="a head that must be in the journal of --town"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")

    def handle(self, *, town, expect, verbosity, **options):
        towns = Municipality.objects.select_related("site").order_by("site__hostname")
        if town:
            towns = towns.filter(site__hostname=town.lower())
            if not towns:
                raise CommandError(f"There is no town at {town}.", returncode=UNPROTECTED)
        elif expect and len(towns) > 1:
            raise CommandError("Each town has a head of its own: say whose with --town.", returncode=UNPROTECTED)
        loud = verbosity and not options["json"]
        verdicts = [verify(each, expect=expect.lower(), progress=self._progress(loud)) for each in towns]
        unguarded = missing(GUARDS)
        if options["json"]:
            self.stdout.write(
                json.dumps(
                    {"towns": [vars(verdict) for verdict in verdicts], "missing_triggers": unguarded}, default=str
                )
            )
        else:
            for verdict in verdicts:
                self._tell(verdict)
            if unguarded:
                self.stdout.write(f"Triggers are missing or switched off: {', '.join(unguarded)}")
        if any(verdict.fault for verdict in verdicts):
            raise SystemExit(BROKEN)
        if unguarded or any(map(_waits_too_long, verdicts)):
            raise SystemExit(UNPROTECTED)

    def _progress(self, loud):
        def progress(verdict):
            if loud and verdict.blocks % 100 == 0:
                self.stderr.write(f"{verdict.town}: {verdict.blocks} blocks, {verdict.events} events")

        return progress

    def _tell(self, verdict):
        found = f"{verdict.town}: {verdict.blocks} blocks, {verdict.events} events"
        if verdict.fault:
            self.stdout.write(f"{found} are whole; then BROKEN: {verdict.fault}")
            return
        self.stdout.write(f"{found}, whole. Head: {verdict.head}")
        if verdict.unsealed:
            since = f"{verdict.unsealed_since:%Y-%m-%d %H:%M} UTC"
            self.stdout.write(f"{verdict.town}: {verdict.unsealed} events since {since} are not sealed yet.")
            if _waits_too_long(verdict):
                self.stdout.write("They have waited for more than a day: does the worker (manage.py work) run?")


def _waits_too_long(verdict) -> bool:
    return verdict.unsealed_since is not None and verdict.unsealed_since < timezone.now() - SEALED_WITHIN
