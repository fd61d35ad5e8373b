"""What is counted, read from the manifest: questions, options, budget, rules and the weight of the roll."""

from collections.abc import Mapping
from dataclasses import dataclass

from voting.counting.rules import KINDS, MOST, KindRules, Rules

# Bounds of what a foreign file may ask of whoever counts it: Schulze's method takes the cube of the options.
MOST_QUESTIONS = 100
MOST_OPTIONS = 100


@dataclass(frozen=True)
class Question:
    """`costs`: whole roubles of each project of a budget, otherwise empty. Options are named by their order from 0."""

    order: int
    options: int
    costs: tuple[int, ...]
    max_choices: int | None

    @property
    def key(self) -> str:
        """The question's name in a paper's choices."""
        return str(self.order)


@dataclass(frozen=True)
class Terms:
    kind: str
    method: str
    by_area: bool
    questions: tuple[Question, ...]
    budget: int
    rules: Rules
    roll: int

    @classmethod
    def of(cls, manifest: Mapping) -> "Terms":
        """Raises ValueError with the code of what is wrong, so that a foreign manifest cannot fail in another way."""
        if not isinstance(manifest, Mapping):
            raise ValueError("manifest")
        kind, method = manifest.get("kind"), manifest.get("method")
        if not isinstance(kind, str) or not isinstance(method, str) or (kind, method) not in KINDS:
            raise ValueError("kind")
        rules = Rules.of(manifest.get("rules"))
        if kind == "decision" and rules.threshold is None:
            raise ValueError("threshold")
        if kind == "support" and rules.needed is None:
            raise ValueError("needed")
        return cls(
            kind,
            method,
            manifest.get("counted_by") == "area",
            _questions(kind, manifest.get("items")),
            _amount(manifest.get("budget"), "budget") if kind == "budget" else 0,
            rules,
            _roll(manifest.get("roll")),
        )

    @property
    def declared(self) -> KindRules:
        return KINDS[self.kind, self.method]

    @property
    def quorum_needed(self) -> int:
        """The weight that has to take part; 0 where any will do."""
        if not self.declared.quorum or self.rules.quorum is None:
            return 0
        return self.rules.quorum.needed(self.roll)

    @property
    def unit(self) -> int:
        """How much weight is one voter's or one square metre's: areas are kept in hundredths."""
        return 100 if self.by_area else 1


def _questions(kind: str, items) -> tuple[Question, ...]:
    if not isinstance(items, list) or not 1 <= len(items) <= MOST_QUESTIONS:
        raise ValueError("items")
    if kind in ("support", "budget") and len(items) != 1:
        raise ValueError("items")
    return tuple(_question(kind, item, order) for order, item in enumerate(items))


def _question(kind: str, item, order: int) -> Question:
    if not isinstance(item, Mapping) or not _is(item.get("order"), order):
        raise ValueError("items")
    if kind in ("support", "decision"):
        return Question(order, 0, (), None)
    options, most = item.get("options"), item.get("max_choices")
    if not isinstance(options, list) or not 1 <= len(options) <= MOST_OPTIONS:
        raise ValueError("options")
    if not all(isinstance(option, Mapping) and _is(option.get("order"), n) for n, option in enumerate(options)):
        raise ValueError("options")
    if most is not None and (type(most) is not int or most < 1):
        raise ValueError("max_choices")
    costs = tuple(_amount(option.get("cost"), "cost") for option in options) if kind == "budget" else ()
    return Question(order, len(options), costs, most)


def _amount(value, code: str) -> int:
    if type(value) is not int or not 1 <= value <= MOST:
        raise ValueError(code)
    return value


def _roll(roll) -> int:
    weight = roll.get("weight") if isinstance(roll, Mapping) else None
    if type(weight) is not int or not 0 <= weight <= MOST:
        raise ValueError("roll")
    return weight


def _is(value, order: int) -> bool:
    return type(value) is int and value == order
