"""How long data is kept here, and letting go of what is past its term at once."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from privacy.retention import TERMS, check_settings, keep_terms


class Command(BaseCommand):
    help = "List the terms of keeping data that are in force; with --now let go of what is past them."

    def add_arguments(self, parser):
        parser.add_argument("--now", action="store_true", help="As `manage.py work` does once a day")

    def handle(self, now, **options):
        try:
            check_settings()
        except ImproperlyConfigured as error:
            raise CommandError(error) from error
        with translation.override(settings.LANGUAGE_CODE):
            for term in TERMS:
                self.stdout.write(f"{term.code}: {term.days} — {term.what}; {term.since}; {term.ground}")
        if now:
            self.stdout.write(str(keep_terms()))
