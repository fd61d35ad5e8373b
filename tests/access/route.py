"""How an address and its answers to each role are written down."""

from collections.abc import Callable
from typing import NamedTuple

from django.urls import reverse

ROLES = ("guest", "pavel", "anna", "lida", "boris", "vera", "gleb", "nina", "egor", "olga", "semyon")
# A redirect to signing in; other answers are statuses.
IN = "sign in"


class Answers(dict):
    """Answer by role."""

    def but(self, **changed):
        return Answers(self | changed)


def everybody(status) -> Answers:
    return Answers(dict.fromkeys(ROLES, status))


def signed_in(status=200) -> Answers:
    """Whoever has an account; a guest is asked to sign in."""
    return everybody(status).but(guest=IN)


def only(*roles, status=200, others=403, guest=IN) -> Answers:
    return everybody(others).but(guest=guest, **dict.fromkeys(roles, status))


NO_METHOD = everybody(405)
# Views that ask who it is before they ask by which method.
NO_METHOD_AFTER_SIGN_IN = signed_in(405)
READ = everybody(200)
MISSING = everybody(404)


class Route(NamedTuple):
    """One address with a thing, and its answers to reading and to an empty form."""

    name: str
    get: Answers
    post: Answers = NO_METHOD
    args: Callable = lambda world: []
    path: Callable | None = None

    def url(self, world) -> str:
        return self.path(world) if self.path else reverse(self.name, args=self.args(world))


def plain(name, thing, *roles, others=403) -> Route:
    """An act of an initiative that is only confirmed: a page that asks, a POST that does it."""
    asked, done = only(*roles, others=others), only(*roles, status=302, others=others)
    return Route(f"initiatives:{name}", asked, done, lambda world: [getattr(world, thing).public_id])


def filled(name, thing, *roles, others=403) -> Route:
    """An act of an initiative with a form: an empty one comes back with its errors."""
    asked = only(*roles, others=others)
    return Route(f"initiatives:{name}", asked, asked, lambda world: [getattr(world, thing).public_id])


def one(thing, *more) -> Callable:
    return lambda world: [getattr(world, thing).public_id, *(pick(world) for pick in more)]


def slug(world):
    return [world.community.slug]


def membership(thing) -> Callable:
    return lambda world: [world.community.slug, getattr(world, thing).public_id]


RESIDENTS = [role for role in ROLES if role != "guest"]
CARRY_OUT = ("lida", "vera", "gleb", "nina")
MEMBERS = ("anna", "lida", "vera")
