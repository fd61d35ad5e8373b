"""What accounts keep about people: the account itself, consents, and all that signing in leaves."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from accounts.keepers import Keeper, Parting, addresses_of, register
from accounts.models import User


def _export(person: User) -> dict:
    return {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "chosen_name": person.chosen_name,
        "public_name": person.public_name,
        "email": person.email,
        "phone": person.phone,
        "joined_at": person.date_joined,
        "last_signed_in_at": person.last_login,
        "consents": list(
            person.consents.order_by("given_at").values("kind", "version", "given_at", "withdrawn_at", "channel")
        ),
        "emails": list(person.emailaddress_set.order_by("pk").values("email", "verified", "primary")),
        "sessions": list(
            person.usersession_set.order_by("pk").values("created_at", "last_seen_at", "ip", "user_agent")
        ),
        "second_factors": list(person.authenticator_set.order_by("pk").values("type", "created_at", "last_used_at")),
        "devices": list(person.known_devices.order_by("pk").values("last_used_at")),
        "other_sign_ins": list(
            person.socialaccount_set.order_by("pk").values("provider", "uid", "date_joined", "extra_data")
        ),
    }


def _sessions_of(person: User) -> list[str]:
    """Sessions of the person, and those in which somebody is about to sign in by their address.

    What a session holds is readable one by one only.
    """
    addresses = {address.lower() for address in addresses_of(person)}
    found = []
    for session in Session.objects.iterator(chunk_size=500):
        data = session.get_decoded()
        words = str(data).lower()
        if data.get(SESSION_KEY) == str(person.pk) or any(address in words for address in addresses):
            found.append(session.pk)
    return found


def _erase(person: User, parting: Parting) -> None:
    parting.delete("sessions", Session.objects.filter(pk__in=_sessions_of(person)))
    parting.gone["sign_in"] += person.emailaddress_set.count() + person.authenticator_set.count()
    parting.gone["sign_in"] += person.socialaccount_set.count() + person.known_devices.count()
    parting.delete("consents", person.consents.all())
    # The rest goes with the row; and with it the only thing that leads from the actor's key to somebody.
    parting.gone["account"] += 1
    person.delete()


register(
    Keeper(
        name="account",
        fields=(
            "accounts.Consent.user",
            "accounts.KnownDevice.user",
            "accounts.User_groups.user",
            "accounts.User_user_permissions.user",
            "account.EmailAddress.user",
            "mfa.Authenticator.user",
            "socialaccount.SocialAccount.user",
            "usersessions.UserSession.user",
        ),
        export=_export,
        erase=_erase,
    )
)
