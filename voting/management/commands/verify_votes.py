"""Are the votes whole? Their chains, rolls, papers, results and signatures, gone through anew."""

import json

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from core.guards import missing
from voting import inspection, signing
from voting.guards import GUARDS

BROKEN, UNPROTECTED = 1, 2


class Command(BaseCommand):
    help = (
        "Verify every vote that was opened. Exit code 0: whole; 1: a vote is broken; 2: all are whole, but triggers "
        "are missing, or the command was used wrongly. Keep the printed heads elsewhere and give one to --expect "
        "later: a restored older copy, or a chain written anew, does not have it."
    )

    def add_arguments(self, parser):
        parser.add_argument("--vote", metavar="ID", help="only this vote, by its public id")
        parser.add_argument("--expect", default="", metavar="HEAD", help="a hash that the chain of --vote must hold")
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")

    def handle(self, *, vote, expect, verbosity, **options):
        votes = inspection.opened_votes()
        if vote:
            votes = votes.filter(public_id=vote)
            if not votes:
                raise CommandError(f"There is no opened vote {vote}.", returncode=UNPROTECTED)
        elif expect:
            raise CommandError("Each vote has a chain of its own: say which with --vote.", returncode=UNPROTECTED)
        try:
            signing.published_keys()
        except ImproperlyConfigured as problem:
            raise CommandError(str(problem), returncode=UNPROTECTED) from problem
        loud = verbosity and not options["json"]
        verdicts = [inspection.inspect(each, expect=expect.lower(), progress=self._progress(loud)) for each in votes]
        unguarded = missing(GUARDS)
        self._tell(verdicts, unguarded, as_json=options["json"])
        if any(verdict.faults for verdict in verdicts):
            raise SystemExit(BROKEN)
        if unguarded:
            raise SystemExit(UNPROTECTED)

    def _progress(self, loud):
        def progress(part, done):
            if loud:
                self.stderr.write(f"{part}: {done}")

        return progress

    def _tell(self, verdicts, unguarded, *, as_json):
        if as_json:
            found = {"votes": [vars(verdict) for verdict in verdicts], "missing_triggers": unguarded}
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        for verdict in verdicts:
            place = f"{verdict.town} No. {verdict.number} ({verdict.vote}, {verdict.state})"
            if verdict.faults:
                self.stdout.write(f"{place}: BROKEN")
                for fault in verdict.faults:
                    self.stdout.write(f"  {fault}")
            else:
                sums = f"{verdict.entries} on the roll, {verdict.papers} ballots, {verdict.records} records"
                self.stdout.write(f"{place}: whole, {sums}. Head: {verdict.head}")
        if unguarded:
            self.stdout.write(f"Triggers are missing or switched off: {', '.join(unguarded)}")
