"""Addresses of the working place of officials."""

from appeals import actions
from appeals.models import AppealCategory
from municipalities.models import Department
from tests.access.route import NO_METHOD_AFTER_SIGN_IN, Route, one, only

OFFICIALS = ("gleb", "nina")


def _desk(name, get=200, post=405) -> Route:
    return Route(f"appeals:{name}", only(*OFFICIALS, status=get), only(*OFFICIALS, status=post))


def _of(name, *roles, thing="entrusted", get=200, post=200) -> Route:
    """A page of one message; an empty form comes back with its errors."""
    roles = roles or OFFICIALS
    return Route(f"appeals:{name}", only(*roles, status=get), only(*roles, status=post), one(thing))


ROUTES = [
    _desk("desk"),
    _desk("desk_export", get=405, post=400),
    # Without a word of what to do.
    _desk("desk_group", get=404, post=404),
    Route("appeals:sheet", only(*OFFICIALS), NO_METHOD_AFTER_SIGN_IN, one("entrusted")),
    Route(
        "appeals:sheet",
        # Its author may read it at home, and works on it as little as anybody else.
        only(*OFFICIALS, others=404).but(lida=403),
        NO_METHOD_AFTER_SIGN_IN,
        one("entrusted_privately"),
    ),
    Route("appeals:contact", NO_METHOD_AFTER_SIGN_IN, only(*OFFICIALS), one("entrusted")),
    _of("answer"),
    _of("ask"),
    _of("control"),
    _of("forward"),
    _of("decline"),
    _of("merge"),
    _of("route"),
    _of("register"),
    _of("prolong"),
    _of("note"),
]


def fill(world) -> None:
    """A message that everybody reads and a private one, with what only staff may read of them."""
    author, specialist = world.people.author, world.people.specialist
    category = AppealCategory.objects.create(
        municipality=world.town,
        name=f"{world.word} ямы",
        department=Department.objects.within(world.town).first(),
    )

    def entrust(title, **fields):
        appeal = actions.file_appeal(
            by=author, municipality=world.town, community=world.community, category=category,
            title=f"{world.word} {title}", text=f"{world.word}: у второго подъезда", **fields,
        )  # fmt: skip
        actions.add_note(appeal, by=specialist, text=f"{world.word}: внутренняя заметка")
        return appeal

    world.entrusted = entrust("яма")
    world.entrusted_privately = entrust("личная беда", is_public=False)
