"""What a spreadsheet changes in the registry: units as they are beside units as a file tells them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from communities.registry.rows import FLAT, Unit

# numerator, denominator, keyed digest of the owner's name
Share = tuple[int, int, str]


@dataclass(frozen=True)
class State:
    """All that the registry keeps of a unit."""

    community: int
    kind: str
    key: str
    number: str
    entrance: int | None = None
    area: int | None = None
    owner_count: int | None = None
    shares: tuple[Share, ...] = ()
    is_gone: bool = False

    def as_data(self) -> dict:
        """What is kept of it to undo an import."""
        return {
            "entrance": self.entrance,
            "area": self.area,
            "owner_count": self.owner_count,
            "shares": [list(share) for share in self.shares],
            "is_gone": self.is_gone,
        }

    def gone(self) -> "State":
        return replace(self, is_gone=True)

    def restored(self, data: dict) -> "State":
        return replace(self, **{**data, "shares": tuple(tuple(share) for share in data["shares"])})


@dataclass(frozen=True)
class Step:
    """One unit of a file: `before` is None for a new one, and equal to `after` for one that stays."""

    before: State | None
    after: State

    @property
    def action(self) -> str:
        if self.before is None:
            return "new"
        return "same" if self.before == self.after else "changed"


def step_for(unit: Unit, known: dict[tuple[int, str, str], State]) -> Step:
    """What a unit of a file changes; `known` are the states by (community, kind, key), shares with digests for names.

    What the file does not tell stays as it was.
    """
    before = _same_unit(unit, known)
    base = before or State(unit.community, unit.kind or FLAT, unit.key, unit.number)
    told = {
        name: value
        for name, value in (("entrance", unit.entrance), ("area", unit.area), ("owner_count", unit.owner_count))
        if value is not None
    }
    return Step(before, replace(base, **told, shares=_shares(unit, base), is_gone=False))


def _same_unit(unit: Unit, known) -> State | None:
    """A file that does not tell the kind means whatever has the number, a flat first."""
    if found := known.get((unit.community, unit.kind or FLAT, unit.key)):
        return found
    return known.get((unit.community, "non_residential", unit.key)) if unit.kind is None else None


def _shares(unit: Unit, base: State) -> tuple[Share, ...]:
    if unit.shares is None:
        return base.shares
    shares = tuple(sorted((share.numerator, share.denominator, owner) for share, owner in unit.shares))
    nameless = all(not owner for _share, owner in unit.shares)
    # A file without names does not take away those that are known, so long as the parts are the same.
    if nameless and sorted(share[:2] for share in shares) == sorted(share[:2] for share in base.shares):
        return base.shares
    return shares


def total(shares: Iterable[Share]) -> Fraction:
    return sum((Fraction(above, below) for above, below, _owner in shares), Fraction(0))
