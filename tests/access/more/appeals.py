"""Addresses of messages: what residents do here; the working place of officials has a list of its own."""

from appeals import actions
from appeals.models import AppealCategory
from core.text import public_id
from feed import actions as feed
from feed.models import PostKind
from municipalities.models import Department
from tests.access.route import (
    MISSING,
    NO_METHOD,
    READ,
    Route,
    one,
    only,
    signed_in,
)
from tests.pictures import jpeg

MODERATORS = ("vera", "olga")
# Who reads a private message: its author and the officials of the town.
INSIDE = ("lida", "gleb", "nina")
AUTHOR = ("lida",)


def private(*roles, status=200, inside=403) -> dict:
    """An act on a private message, by address and answers."""
    return only(*roles, status=status, others=404, guest="sign in").but(
        **{role: inside for role in INSIDE if role not in roles}
    )


def photo(world):
    return world.private_appeal.photos.get().photo.public_id


ROUTES = [
    Route("appeals:list", READ, NO_METHOD),
    # Nothing is chosen yet, so nothing is sent.
    Route("appeals:new", READ, READ),
    Route("appeals:similar", READ, NO_METHOD),
    Route("appeals:new_for", only("vera", "gleb", "nina", "olga"), only("vera", "gleb", "nina", "olga")),
    Route(
        "appeals:from_post",
        only("lida", "vera", "gleb", "nina", "olga"),
        only("lida", "vera", "gleb", "nina", "olga"),
        lambda world: [world.appealing_post.public_id],
    ),
    Route("appeals:detail", READ, NO_METHOD, one("appeal")),
    Route("appeals:detail", only(*INSIDE, others=404, guest=404), NO_METHOD, one("private_appeal")),
    Route("appeals:photo", only(*INSIDE, others=404, guest=404), NO_METHOD, one("private_appeal", photo)),
    Route("appeals:photo", MISSING, NO_METHOD, one("appeal", lambda world: public_id())),
    Route("appeals:join", signed_in(200).but(lida=403), signed_in(302).but(lida=403), one("appeal")),
    Route("appeals:join", private(), private(), one("private_appeal")),
    Route("appeals:leave", signed_in(), signed_in(302), one("appeal")),
    Route("appeals:clarify", only(*AUTHOR), only(*AUTHOR), one("asked_appeal")),
    Route("appeals:confirm", only(*AUTHOR), only(*AUTHOR, status=302), one("answered_appeal")),
    Route("appeals:dispute", only(*AUTHOR), only(*AUTHOR), one("disputed_appeal")),
    Route("appeals:hide", only(*MODERATORS), only(*MODERATORS), one("appeal")),
    Route("appeals:show", only("olga"), only("olga", status=302), one("appeal")),
    Route("appeals:redact", only(*MODERATORS), only(*MODERATORS), one("appeal")),
]


def fill(world) -> None:
    """Messages of the author of this world at several states, and a post of theirs."""
    word, author, specialist = world.word, world.people.author, world.people.specialist
    department = Department.objects.within(world.town).first() or Department.objects.create(
        municipality=world.town, name=f"Отдел {word}"
    )
    world.appeal_category = AppealCategory.objects.create(
        municipality=world.town, name=f"Ямы {word}", department=department, guidance=word
    )

    def send(title, **fields):
        return actions.file_appeal(
            by=author,
            municipality=world.town,
            community=world.community,
            category=world.appeal_category,
            title=f"{title} {word}",
            text=word,
            place=word,
            **fields,
        )

    # More than a newcomer may send in a day.
    author.date_joined = author.date_joined.replace(year=2020)
    world.appeal = send("Яма")
    world.private_appeal = send("Личное", is_public=False, photos=[jpeg()])
    world.asked_appeal = send("Где")
    actions.ask_author(world.asked_appeal, by=specialist, text=word)
    world.answered_appeal = send("Отвечено")
    actions.answer(world.answered_appeal, by=specialist, text=word)
    world.disputed_appeal = send("Не так")
    actions.answer(world.disputed_appeal, by=specialist, text=word)
    world.appealing_post = feed.publish(
        world.community, by=author, kind=PostKind.QUESTION, title=f"Вопрос {word}", text=word
    )
