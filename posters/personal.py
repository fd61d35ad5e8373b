"""What posters keep about people: who printed them."""

from accounts.keepers import Keeper, Parting, register
from accounts.models import User
from posters.models import PosterPack


def _export(person: User) -> dict:
    rows = PosterPack.objects.filter(made_by=person).order_by("pk")
    return {"posters": list(rows.values("community__title", "what", "when", "how", "whom", "made_at"))}


def _erase(person: User, parting: Parting) -> None:
    # «Whom to ask» is as a rule the one who printed them.
    parting.keep("posters", PosterPack.objects.filter(made_by=person), made_by=None, whom="")


register(Keeper("posters", ("posters.PosterPack.made_by",), export=_export, erase=_erase))
