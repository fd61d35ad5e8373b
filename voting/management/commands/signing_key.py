"""The key that signs the chains of votes."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from voting import signing


class Command(BaseCommand):
    help = (
        "Make the key that signs votes (Ed25519, PEM, readable by its owner alone) and print its public key, which "
        "the town publishes. Refuses to overwrite a file. --public prints the public key of the one in use."
    )
    # Run before there is a database, on a fresh machine.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--to", metavar="FILE", help="where to write it; by default VOTE_SIGNING_KEY_FILE")
        parser.add_argument("--public", action="store_true", help="make nothing, print the public keys in force")

    def handle(self, *, to, public, **options):
        if public:
            self._print_public()
            return
        path = Path(to or settings.VOTE_SIGNING_KEY_FILE or "")
        if not path.name:
            raise CommandError("Say where: --to FILE.")
        try:
            key = signing.make_key(path)
        except FileExistsError as error:
            raise CommandError(f"{path} exists already and may have signed votes: it is left as it is.") from error
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stderr.write(f"Written: {path}. Name it in VOTE_SIGNING_KEY_FILE, keep a copy apart from the backups.")
        self.stdout.write(key)

    def _print_public(self):
        try:
            keys = signing.published_keys()
        except ImproperlyConfigured as problem:
            raise CommandError(str(problem)) from problem
        for each in keys:
            self.stdout.write(f"{each.key} until {each.until}" if each.until else each.key)
