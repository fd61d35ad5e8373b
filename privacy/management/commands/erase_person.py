"""Erase a person from everything, and print the act of destruction."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from privacy import actions, wording
from privacy.commanding import operator, person


class Command(BaseCommand):
    help = "Erase a person for good: votes stay counted, what was public stays without the name. Prints the act."

    def add_arguments(self, parser):
        parser.add_argument("email", help="Of the person's account, or the telephone as +79991234567")
        parser.add_argument("--reason", default="", help="On what ground: the number of a letter. No names")
        parser.add_argument("--with-words", action="store_true", help="Delete the text of their comments, too")
        parser.add_argument("--by", metavar="EMAIL", help="The operator who does it (the first one)")
        parser.add_argument("--yes", action="store_true", help="Do not ask")

    def handle(self, email, reason, with_words, by, yes, **options):
        subject, actor = person(email), operator(by)
        if not yes and input(f"Erase {email} for good? Type yes: ") != "yes":
            raise CommandError("Nothing was erased.")
        try:
            act = actions.erase_person(subject, by=actor, note=reason, with_words=with_words)
        except PermissionDenied as refusal:
            raise CommandError("Nobody erases themselves here: use the site, or another operator (--by).") from refusal
        except ValidationError as refusal:
            raise CommandError("\n".join(refusal.messages)) from refusal
        self._print(act)

    def _print(self, act):
        with translation.override(settings.LANGUAGE_CODE), timezone.override(act.municipality.tz):
            self.stdout.write(f"№ {act.public_id}, {timezone.localtime(act.at):%d.%m.%Y %H:%M}")
            self.stdout.write(f"{act.get_cause_display()}. {act.note}".strip())
            for title, counts, words in (("−", act.gone, wording.GONE), ("+", act.kept, wording.KEPT)):
                for word, number in wording.lines(counts, words):
                    self.stdout.write(f"{title} {word}: {number}")
            self.stdout.write(act.municipality.absolute_url(act.get_absolute_url()))
