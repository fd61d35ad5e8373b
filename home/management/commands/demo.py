"""`manage.py demo`: two living towns for a first look; never in production."""

import json
from datetime import UTC, datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import OuterRef, Subquery

from accounts.models import User
from home.demo import ballots
from home.demo.appeals import messages
from home.demo.assignments import promises
from home.demo.build import PASSWORD, build
from home.demo.feed import feeds
from home.demo.figures import count
from home.demo.life import Life
from home.demo.meetings import meet
from home.demo.places import PALANA, ZARECHNY
from home.demo.posters import hang
from home.demo.press import publish_everything
from home.demo.roles import give_terms
from home.demo.scale import multiply
from home.demo.stories import PALANA as PALANA_STORIES
from home.demo.stories import ZARECHNY as ZARECHNY_STORIES
from home.demo.timeline import play
from home.demo.voting import Calling
from journal.models import Event
from municipalities.models import Municipality
from notifications.actions import spread_events
from notifications.models import Channel, Notification

EVENTS_AT_ONCE = 500
ACCOUNTS_FILE = "demo-accounts.json"


class Command(BaseCommand):
    help = "Build the demo towns, or print their accounts. Refused under production settings."

    def add_arguments(self, parser):
        parser.add_argument("--accounts", action="store_true", help="print the accounts as JSON and do nothing else")
        parser.add_argument("--scale", type=int, metavar="N", help="add N times as much synthetic volume, in bulk")

    def handle(self, *, accounts, scale, **options):
        if not settings.DEMO_ALLOWED:
            raise CommandError("The demo is refused here: these are the settings of a real town.")
        path = settings.DATA_DIR / ACCOUNTS_FILE
        if accounts:
            if not path.exists():
                raise CommandError("There is no demo town yet: run `manage.py demo` first.")
            self.stdout.write(path.read_text().strip())
            return
        if not Municipality.objects.exists():
            printed = self.build()
            path.write_text(json.dumps(printed, ensure_ascii=False, indent=2))
        if scale:
            multiply(scale, say=self.stdout.write)

    def build(self) -> list[dict]:
        now = datetime.now(UTC).replace(second=0, microsecond=0)
        with transaction.atomic():
            operator = User.objects.create_superuser(
                "operator@example.org", PASSWORD, first_name="Оператор", last_name="Платформы"
            )
            EmailAddress.objects.create(user=operator, email=operator.email, verified=True, primary=True)
        towns = []
        for place, stories, calls in (
            (ZARECHNY, ZARECHNY_STORIES, ballots.ZARECHNY),
            (PALANA, PALANA_STORIES, ballots.PALANA),
        ):
            self.stdout.write(f"{place.fields['name']}…")
            with transaction.atomic():
                town = build(place, now=now, operator=operator)
                plays = [Life(town, story).play() for story in stories]
                plays += [Calling(town, call).play() for call in calls]
                plays += feeds(town)
                plays += messages(town)
                plays += promises(town)
                play(plays, until=now - timedelta(minutes=1))
                give_terms(town)
                meet(town)
                publish_everything(town)
                hang(town)
                count(town)
            self.introduce(town)
            towns.append(town)
        with transaction.atomic():
            self.tell(now)
        return [account for town in towns for account in town.accounts]

    def tell(self, now) -> None:
        """Fill the inboxes; what is older than two days was read and its letter sent when it happened."""
        while spread_events(EVENTS_AT_ONCE):
            pass
        # An inbox is read by the order of its rows, and meetings were held after all else had been played.
        told = list(Notification.objects.order_by("event__at", "pk"))
        Notification.objects.all().delete()
        for notification in told:
            notification.pk = None
        Notification.objects.bulk_create(told)
        then = Subquery(Event.objects.filter(pk=OuterRef("event_id")).values("at")[:1])
        old = Notification.objects.filter(event__at__lt=now - timedelta(days=2))
        old.update(read_at=then)
        old.filter(channel=Channel.EMAIL).update(sent_at=then)

    def introduce(self, town) -> None:
        """Name an activist and two residents whose pages have something to show."""
        title = town.place.houses[0].title if town.place is ZARECHNY else "ул. Обухова, 6"
        people = town.residents[title]
        town.account("activist", people[0], title)
        town.account("member", people[-1], title)
        newcomer = town.person(email=f"zhitel@{town.place.domain}")
        town.account("resident", newcomer)
