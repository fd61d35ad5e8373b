"""Let somebody who lost the phone and the recovery codes back in."""

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Q

from accounts import sessions
from accounts.models import User
from journal.actions import record
from journal.verbs import Verb
from municipalities.models import Municipality


class Command(BaseCommand):
    help = (
        "Take the second factor off an account and end its sessions. Make sure in person who asks. "
        "A member of staff sets up a new one at the next sign-in."
    )

    def add_arguments(self, parser):
        parser.add_argument("account", help="The e-mail of the account, or the telephone as +79991234567")

    def handle(self, account, **options):
        field = "phone" if account.startswith("+") else "email__iexact"
        user = User.objects.filter(**{field: account}).first()
        if user is None:
            raise CommandError("There is no such account.")
        with transaction.atomic():
            factors, _rows = Authenticator.objects.filter(user=user).delete()
            ended = sessions.end(user)
            if factors:
                _keep(user)
        if not factors:
            raise CommandError("This account has no second factor.")
        self.stdout.write(f"Factors taken off: {factors}; sessions ended: {ended}.")


def _keep(user) -> None:
    """In the journal of each town where the person acts or belongs to a community. The clock's hand: an operator of
    the server is nobody of the town."""
    towns = Municipality.objects.filter(
        Q(staff__user=user) | Q(communities__memberships__user=user) | Q(communities__activists__user=user)
    )
    for town in towns.distinct():
        record(Verb.SECOND_FACTOR_RESET, user, municipality=town)
