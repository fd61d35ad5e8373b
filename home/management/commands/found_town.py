"""Found a real town on this installation and invite its first administrator."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Site

from accounts import letters
from accounts.actions import give_consent
from accounts.models import User
from communities.staff import give_role
from home.town import found_town
from municipalities.models import Municipality, MunicipalityKind, StaffRole

TOWN_FIELDS = ("name", "name_genitive", "brand_name", "region", "timezone", "latitude", "longitude", "kind")


class Command(BaseCommand):
    help = "Found a town at a host of its own, and invite its first administrator by a letter."

    def add_arguments(self, parser):
        parser.add_argument("--host", required=True, help="The town's host name, as in ALLOWED_HOSTS")
        parser.add_argument("--port", type=int, default=443, help="The port in links; 443 makes them https (443)")
        parser.add_argument("--name", required=True, help="Заречный")
        parser.add_argument("--name-genitive", required=True, help="Заречного")
        parser.add_argument("--brand-name", required=True, help="The site's name: Дворы Заречного")
        parser.add_argument("--region", required=True, help="Пензенская область")
        parser.add_argument("--timezone", required=True, help="Europe/Moscow")
        parser.add_argument("--latitude", type=float, required=True, help="Of the middle of the town: 53.2")
        parser.add_argument("--longitude", type=float, required=True, help="45.17")
        parser.add_argument("--kind", choices=MunicipalityKind.values, default=MunicipalityKind.CITY)
        parser.add_argument("--heading", required=True, help="The first words of the front page")
        parser.add_argument("--administrator", required=True, metavar="EMAIL", help="Who will run the site")
        parser.add_argument("--first-name", default="", help="Of the administrator, when they have no account yet")
        parser.add_argument("--last-name", default="")

    def handle(self, **options):
        fields = {name: options[name] for name in TOWN_FIELDS}
        host, email = options["host"].lower(), options["administrator"].lower()
        operator = User.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()
        if operator is None:
            raise CommandError("There is no operator yet: run `manage.py createsuperuser` first.")
        if host not in settings.ALLOWED_HOSTS:
            raise CommandError(f"{host} is not in ALLOWED_HOSTS: nobody could open it.")
        if Site.objects.filter(hostname=host, municipality__isnull=False).exists():
            raise CommandError(f"There is a town at {host} already.")
        try:
            validate_email(email)
            Municipality(**fields).clean_fields(exclude=["site", "collection", "coat_of_arms"])
        except ValidationError as refusal:
            raise CommandError("\n".join(refusal.messages)) from refusal
        # What is written into the pages and the letter is in the language of the towns.
        with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
            town = found_town(host=host, port=options["port"], heading=options["heading"], **fields)
            administrator = self._person(email, options["first_name"], options["last_name"])
            give_role(administrator, StaffRole.ADMINISTRATOR, municipality=town, by=operator)
            self._invite(administrator, town)
        self.stdout.write(f"{town.brand_name}: {town.site.root_url}/")
        self.stdout.write(f"{administrator.email} is invited; `manage.py work` sends the letter.")

    def _person(self, email, first_name, last_name) -> User:
        known = User.objects.filter(email__iexact=email).first()
        if known is not None:
            return known
        if not (first_name and last_name):
            raise CommandError(f"{email} has no account: give --first-name and --last-name.")
        # No password: the way in is a code sent to this address, and so nobody else's.
        user = User.objects.create_user(email, first_name=first_name, last_name=last_name)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        # Whoever runs this has the administrator's consent on paper (docs/production.md).
        give_consent(user, channel="paper")
        return user

    def _invite(self, user, town):
        names = {"town": town.brand_name, "name": user.first_name}
        links = {
            "site": town.absolute_url("/"),
            "code": town.absolute_url(reverse("account_request_login_code")),
            "password": town.absolute_url(reverse("account_reset_password")),
        }
        letters.post(
            to=user.email,
            subject=_("%(town)s: you run the site") % names,
            body=_(
                "Good day, %(name)s.\n\n"
                "You are the administrator of the site “%(town)s”: %(site)s\n\n"
                "Sign in by a code that comes to this address: %(code)s\n"
                "Then choose a password: %(password)s\n\n"
                "On your page there is a link to the editor: begin with the settings of the town, departments and "
                "staff."
            )
            % (names | links),
        )
