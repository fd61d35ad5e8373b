"""Who keeps what about people: each app says it in its `personal.py`, so that a copy and an erasure forget nothing.

`accounts` stands above the apps that keep the data, so they come to it. A test walks all models and fails for a field
that points to a person and that no keeper names.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile
from django.utils.module_loading import autodiscover_modules

from accounts.models import User
from core.text import folded


@dataclass
class Parting:
    """How a person goes: their wish, and what has gone so far, for the act of destruction."""

    at: datetime
    # Whether the words of comments go too; otherwise they stay as a neutral author's.
    with_words: bool = False
    # What was destroyed, by a code that `privacy.wording` puts into words.
    gone: Counter = field(default_factory=Counter)
    # What stayed without the person, by code.
    kept: Counter = field(default_factory=Counter)

    def delete(self, code: str, rows: QuerySet) -> None:
        """Delete rows and count them, and not what went with them."""
        _total, by_model = rows.delete()
        self.gone[code] += by_model.get(rows.model._meta.label, 0)

    def keep(self, code: str, rows: QuerySet, **neutral) -> None:
        """Leave rows without what led to the person, and count them."""
        self.kept[code] += rows.update(**neutral)


def _no_files(person) -> Iterable[tuple[str, FieldFile]]:
    return ()


@dataclass(frozen=True)
class Keeper:
    """What one app keeps about people."""

    # A key of data.json.
    name: str
    # "app.Model.field" of each field that points to a person and is dealt with here.
    fields: tuple[str, ...]
    # Plain data for JSON: everything about this person and nothing about another one.
    export: Callable[[User], dict]
    # Inside the transaction of the erasure; files go when it is committed.
    erase: Callable[[User, Parting], None]
    # (name in the archive, file).
    files: Callable[[User], Iterable[tuple[str, FieldFile]]] = _no_files


_known: dict[str, Keeper] = {}


def register(keeper: Keeper) -> None:
    if keeper.name in _known:
        raise ValueError(f"{keeper.name} is registered already")
    _known[keeper.name] = keeper


@cache
def _discover() -> None:
    autodiscover_modules("personal")


def keepers() -> list[Keeper]:
    """All of them, in the order of the apps from the ground up; erasing goes the other way."""
    _discover()
    order = {app: number for number, app in enumerate(settings.INSTALLED_APPS)}
    return sorted(_known.values(), key=lambda keeper: order[keeper.erase.__module__.partition(".")[0]])


def names_of(person: User) -> set[str]:
    """The forms in which others may have written the person's name down, folded."""
    first, last = person.first_name, person.last_name
    forms = (f"{first} {last}", f"{last} {first}", person.chosen_name)
    return {folded(form) for form in forms if len(folded(form).split()) > 1}


def addresses_of(person: User) -> set[str]:
    """Every e-mail and telephone that leads to the person."""
    known = {person.email, person.phone, *person.emailaddress_set.values_list("email", flat=True)}
    return {address for address in known if address}
