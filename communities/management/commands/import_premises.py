"""A registry of premises imported by the operator: the same acts as in the admin, without the screens."""

import json
import sys
from pathlib import Path

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from communities.actions import registry
from communities.models import CommunityPage, ImportState
from communities.wording import in_words
from communities.wrong_rows import workbook_of_problems
from municipalities.models import Municipality

WRONG_ROWS = 3
COUNTS = ("new", "changed", "same", "gone", "wrong", "skipped")
SHOWN_PROBLEMS = 20


class Command(BaseCommand):
    help = (
        "Import a registry of premises from XLSX or CSV. Exit codes: 0 done, 1 refused, 2 wrong usage, "
        f"{WRONG_ROWS} done, but some rows were wrong and were not taken."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--community", metavar="SLUG", help="The building or ТОС; without it, the whole town")
        parser.add_argument("--town", metavar="HOST", help="The host of the town, when there are several")
        parser.add_argument("--dry-run", action="store_true", help="Only tell what would change")
        parser.add_argument(
            "--columns", metavar="JSON", help='Columns from 0 in place of the guessed ones: {"number": 2, "area": 4}'
        )
        parser.add_argument("--header-rows", type=int, metavar="N", help="How many rows stand above the data")
        parser.add_argument("--marks-gone", action="store_true", help="Mark units that the file does not name as gone")
        parser.add_argument("--errors", type=Path, metavar="FILE", help="Write the wrong rows to this XLSX")
        parser.add_argument("--by", metavar="EMAIL", help="The administrator who acts; without it, the operator")

    def handle(self, *, file, community, town, by, dry_run, columns, header_rows, marks_gone, errors, **options):
        municipality = self._town(town)
        page = self._community(municipality, community)
        person = self._person(by)
        try:
            source = self._checked(municipality, page, person, file, self._columns(columns), header_rows, marks_gone)
            if not dry_run:
                registry.apply_at_once(source, by=person)
        except PermissionDenied as error:
            raise CommandError("Only an administrator of the town or the operator may import its registry.") from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self._tell(source, dry_run)
        if errors:
            errors.write_bytes(workbook_of_problems(source))
            self.stdout.write(f"Wrong rows: {errors}")
        wrong = source.summary["wrong"]
        if dry_run:
            _forget(source)
        if wrong:
            sys.exit(WRONG_ROWS)

    def _checked(self, municipality, page, person, path, columns, header_rows, marks_gone):
        try:
            with path.open("rb") as content:
                source = registry.receive_spreadsheet(municipality, File(content), by=person, community=page)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}", returncode=2) from error
        try:
            return registry.check_import(
                source,
                by=person,
                columns=source.columns if columns is None else columns,
                header_row=source.header_row if header_rows is None else header_rows,
                marks_gone=marks_gone,
            )
        except ValidationError:
            _forget(source)
            raise

    def _town(self, host):
        towns = Municipality.objects.select_related("site")
        if host:
            towns = towns.filter(site__hostname=host)
        found = list(towns[:2])
        if len(found) != 1:
            known = ", ".join(Municipality.objects.values_list("site__hostname", flat=True))
            raise CommandError(f"Name one town with --town HOST: {known}", returncode=2)
        return found[0]

    def _community(self, municipality, slug):
        if not slug:
            return None
        page = CommunityPage.objects.within(municipality).filter(slug=slug).first()
        if page is None:
            raise CommandError(f"There is no community {slug} in {municipality}.", returncode=2)
        return page

    def _person(self, email):
        people = User.objects.filter(is_active=True)
        people = people.filter(email=email) if email else people.filter(is_superuser=True)
        person = people.order_by("pk").first()
        if person is None:
            raise CommandError(f"There is no account {email}." if email else "There is no operator.", returncode=2)
        return person

    def _columns(self, text):
        if text is None:
            return None
        try:
            columns = json.loads(text)
        except ValueError as error:
            raise CommandError(f"--columns is not JSON: {error}", returncode=2) from error
        if not isinstance(columns, dict) or not all(type(column) is int for column in columns.values()):
            raise CommandError('--columns looks like {"number": 2, "area": 4}', returncode=2)
        return columns

    def _tell(self, source, dry_run):
        if source.state == ImportState.FAILED:
            raise CommandError("The file could not be read any more.")
        words = "Would change" if dry_run else "Changed"
        counts = ", ".join(f"{name} {source.summary[name]}" for name in COUNTS)
        self.stdout.write(f"{words}: {counts}; columns {json.dumps(source.columns, ensure_ascii=False)}")
        for problem in source.problems.all()[:SHOWN_PROBLEMS]:
            self.stdout.write(f"  row {problem.row}: {in_words(problem.reasons)}")
        if (more := source.problems.count() - SHOWN_PROBLEMS) > 0:
            self.stdout.write(f"  … and {more} more; --errors FILE writes them all")


def _forget(source):
    """A file that was only looked at holds people's names: it is not kept."""
    source.file.delete(save=False)
    source.delete()
