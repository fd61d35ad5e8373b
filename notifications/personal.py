"""What notifications keep about people: what each was told."""

from accounts.keepers import Keeper, Parting, register
from accounts.models import User
from notifications.models import Notification


def _export(person: User) -> dict:
    rows = Notification.objects.filter(recipient=person).order_by("pk")
    return {"notifications": list(rows.values("event__verb", "channel", "created_at", "read_at", "sent_at"))}


def _erase(person: User, parting: Parting) -> None:
    parting.delete("notifications", Notification.objects.filter(recipient=person))


register(Keeper("notifications", ("notifications.Notification.recipient",), export=_export, erase=_erase))
