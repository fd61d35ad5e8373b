"""What towns keep about people: who works for them."""

from accounts.keepers import Keeper, Parting, register
from accounts.models import User
from municipalities.models import StaffMember


def _export(person: User) -> dict:
    rows = StaffMember.objects.filter(user=person).select_related("municipality", "department").order_by("pk")
    return {
        "staff": [
            {
                "town": row.municipality.name,
                "role": row.role,
                "department": row.department and row.department.name,
                "position": row.position,
                "term_ends_on": row.term_ends_on,
            }
            for row in rows
        ]
    }


def _erase(person: User, parting: Parting) -> None:
    parting.delete("roles", StaffMember.objects.filter(user=person))


register(Keeper("town", ("municipalities.StaffMember.user",), export=_export, erase=_erase))
