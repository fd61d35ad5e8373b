"""What the journal keeps about people: looks at their records. Its own rows know a key and no name (decision 15)."""

from accounts.keepers import Keeper, Parting, register
from accounts.models import User
from journal.models import Event, Look


def _export(person: User) -> dict:
    done = Event.objects.filter(actor_key=person.actor_key).select_related("target_type").order_by("pk")
    looks = Look.objects.filter(subject=person).select_related("event").order_by("pk")
    return {
        "acts": [
            {"at": event.at, "what": event.verb, "with": event.target_type.model, "number": event.target_id}
            for event in done.iterator(chunk_size=1000)
        ],
        "looks_at_your_record": [
            {"at": look.event.at, "reason": look.event.data.get("reason")} for look in looks.iterator(chunk_size=1000)
        ],
    }


def _erase(person: User, parting: Parting) -> None:
    parting.delete("looks", Look.objects.filter(subject=person))
    # The rows of the journal cannot be changed; without the account their key leads to nobody.
    parting.kept["journal"] += Event.objects.filter(actor_key=person.actor_key).count()


register(Keeper("journal", ("journal.Look.subject",), export=_export, erase=_erase))
