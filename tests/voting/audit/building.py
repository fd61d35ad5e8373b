"""Audit files made by hand, and ways to spoil them. Nothing here touches a database."""

import copy
import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from voting import audit, counting
from voting.audit import layout

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
OPENS, CLOSES, LATER = "2026-09-01T09:00:00+00:00", "2026-09-15T09:00:00+00:00", "2026-09-20T09:00:00+00:00"
CLOSED, COUNTED = "2026-09-20T09:00:01.000250+00:00", "2026-09-20T09:00:02+00:00"


def public(key) -> str:
    return key.public_key().public_bytes_raw().hex()


def name(number: int) -> str:
    """A receipt or a line of the roll that looks random and is the same each time."""
    return audit.digest([str(number).encode()])[:32]


def entry(number: int, weight: int = 1) -> list:
    return [name(1000 + number), weight]


def options(*costs) -> list[dict]:
    return [{"order": order, "text": f"Вариант {order + 1}", "cost": cost} for order, cost in enumerate(costs)]


def manifest(**terms) -> dict:
    """A replaceable decision on two questions, counted by persons, unless said otherwise."""
    items = terms.pop("items", None) or [
        {"order": order, "text": text, "max_choices": None, "options": []}
        for order, text in enumerate(["Ставим площадку?", "Сажаем деревья?"])
    ]
    return {
        "format": 2, "id": "k3x9m2p7qa", "number": 14, "town": "dvory.example", "title": "Двор на Ленина, 1",
        "description": "Что делаем летом.\nСмета приложена.", "kind": "decision", "method": "agenda",
        "purpose": "ordinary", "counted_by": "person", "secrecy": "closed", "replaceable": True, "turnout_shown": True,
        "paper_allowed": True, "codes_allowed": False, "items": items, "budget": None,
        "rules": {
            "name": "Решение соседей", "source": "Устав ТОС", "certainty": "sure",
            "quorum": {"share": "1/3", "strict": False},
            "threshold": {"base": "cast", "share": "1/2", "strict": True},
            "tie": "none", "needed": None, "min_age": 18,
        },
        "opens_at": OPENS, "closes_at": CLOSES, "opened_at": OPENS, "electorate": ["lenina-1"], "roll": {},
    } | terms  # fmt: skip


class File:
    """A vote's file in parts that a test may change. `text()` is what stands in them, word for word; `seal()` makes
    everything agree again, as somebody with the signing key could.
    """

    def __init__(self, manifest: dict, roll: list, bodies: list[dict], papers: list, key=KEY):
        self.roll, self.papers, self.key = sorted(roll), papers, key
        self.records = [{"body": body, "hash": ""} for body in bodies]
        self.records.insert(0, {"body": {"type": "manifest", "manifest": manifest}, "hash": ""})
        self.signature: dict = {}

    @property
    def manifest(self) -> dict:
        return self.records[0]["body"]["manifest"]

    def find(self, kind: str, number: int = 0) -> dict:
        """The body of the record of a kind, the first unless said otherwise."""
        return [each["body"] for each in self.records if each["body"].get("type") == kind][number]

    def insert(self, place: int, **body) -> None:
        self.records.insert(place, {"body": body, "hash": ""})

    def current(self) -> dict[str, tuple]:
        """The papers that stand, as an honest counter would see them."""
        found, named = {}, self.manifest["secrecy"] == "named"
        for each in self.records:
            body = each["body"]
            if body.get("type") == "ballot":
                found.pop(body["replaces"], None)
                found[body["receipt"]] = (body["choices"], body["weight"], body["channel"] if named else None)
        for receipt, choices in self.papers:
            found[receipt] = (choices, 1, None)
        return found

    def declare_roll(self) -> "File":
        """Write the roll's sums into the manifest."""
        fingerprint = audit.digest(audit.canonical(each) + b"\n" for each in self.roll)
        weight = sum(each[1] for each in self.roll)
        self.manifest["roll"] = {"entries": len(self.roll), "weight": weight, "fingerprint": fingerprint}
        return self

    def count(self) -> "File":
        """Write number, digest and result of the papers into the last two records."""
        papers = self.current()
        self.find("closed")["papers"] = len(papers)
        counted, rows = self.find("counted"), [(receipt, *papers[receipt]) for receipt in sorted(papers)]
        counted["papers_digest"] = audit.digest(audit.ballots_csv(self.manifest, rows))
        counted["result"] = counting.count(self.manifest, [(choices, weight) for _receipt, choices, weight, _ in rows])
        return self

    def chain(self) -> "File":
        """Number and hash the records anew."""
        head = ""
        for seq, each in enumerate(self.records):
            each["body"] |= {"seq": seq, "prev": head}
            head = each["hash"] = audit.record_hash(each["body"])
        return self

    def sign(self) -> "File":
        value = self.key.sign(audit.signed_message(self.records[-1]["hash"])).hex()
        self.signature = {"algorithm": "Ed25519", "public_key": public(self.key), "value": value}
        return self

    def seal(self) -> "File":
        return self.declare_roll().count().chain().sign()

    def reseal(self) -> "File":
        """Chain and sign what stands, without counting anew."""
        return self.chain().sign()

    def lines(self) -> list[bytes]:
        parts = [[audit.canonical(each) for each in part] for part in (self.roll, self.records, self.papers)]
        return list(layout.write(*parts, self.signature))

    def text(self) -> bytes:
        return b"".join(self.lines())

    def copy(self) -> "File":
        return copy.deepcopy(self, {id(self.key): self.key})


def ballot(number: int, *, replaces: int | None = None, channel=None, weight=1, **choices) -> dict:
    return {
        "type": "ballot",
        "receipt": name(number),
        "choices": {key.removeprefix("q"): choice for key, choice in choices.items()},
        "weight": weight,
        "channel": channel,
        "replaces": None if replaces is None else name(replaces),
    }


def ending() -> list[dict]:
    return [
        {"type": "closed", "closed_at": CLOSED, "papers": 0},
        {"type": "counted", "counted_at": COUNTED, "papers_digest": "", "result": {}},
    ]


def decision() -> File:
    """Nine on the roll; five papers, one replaced twice; prolonged once."""
    return File(
        manifest(),
        [entry(number) for number in range(9)],
        [
            ballot(1, q0="for", q1="against"),
            ballot(2, q0="for", q1="abstain"),
            ballot(3, replaces=1, q0="against", q1="against"),
            {"type": "extended", "closes_at": LATER, "reason": "Почта опоздала.", "by": 2},
            ballot(4, q0="for", q1="for"),
            ballot(5, replaces=3, q0="for", q1="against"),
            ballot(6, q0="against", q1="abstain"),
            ballot(7, q0="for", q1="for"),
            *ending(),
        ],
        [],
    ).seal()


def corrected() -> File:
    """A vote that nobody may change; a paper ballot was read wrongly, and read again."""
    papers = [
        ballot(1, q0="for", q1="for"),
        ballot(2, q0="for", q1="against"),
        ballot(3, replaces=1, q0="against", q1="for", channel="paper"),
    ]
    return File(manifest(replaceable=False), [entry(number) for number in range(4)], [*papers, *ending()], []).seal()


def secret() -> File:
    papers = sorted([name(number), {"0": choice, "1": "for"}] for number, choice in enumerate(
        ["for", "for", "against", "abstain", "for"]
    ))  # fmt: skip
    terms = manifest(secrecy="secret", replaceable=False, paper_allowed=False)
    return File(terms, [entry(number) for number in range(9)], ending(), papers).seal()


def area() -> File:
    """Weights of hundredths of a square metre; named, so it is told which papers were paper."""
    terms = manifest(counted_by="area", secrecy="named", purpose="owners", replaceable=True)
    roll = [entry(number, weight) for number, weight in enumerate([5210, 3345, 3345, 4870, 1])]
    papers = [
        ballot(1, q0="for", q1="for", channel="site", weight=5210),
        ballot(2, q0="against", q1="for", channel="paper", weight=3345),
        ballot(3, q0="for", q1="abstain", channel="site", weight=1),
    ]
    return File(terms, roll, [*papers, *ending()], []).seal()


def with_options(kind: str, method: str, choices: list[list[int]], **terms) -> File:
    costs = [90_000, 60_000, 45_000, 20_000] if kind == "budget" else [None] * 4
    most = terms.pop("max_choices", None)
    item = {"order": 0, "text": "Что выбираем?", "max_choices": most, "options": options(*costs)}
    described = manifest(kind=kind, method=method, items=[item], budget=150_000 if kind == "budget" else None, **terms)
    papers = [ballot(number, q0=choice) for number, choice in enumerate(choices)]
    return File(described, [entry(number) for number in range(12)], [*papers, *ending()], []).seal()


def support() -> File:
    rules = manifest()["rules"] | {"needed": 3, "quorum": None}
    item = {"order": 0, "text": "Поддержать?", "max_choices": None, "options": []}
    terms = manifest(kind="support", method="signatures", items=[item], rules=rules, replaceable=False)
    papers = [ballot(number, q0="for") for number in range(4)]
    return File(terms, [entry(number) for number in range(9)], [*papers, *ending()], []).seal()


GOOD = {
    "decision": decision,
    "corrected": corrected,
    "secret": secret,
    "area": area,
    "support": support,
    "single": lambda: with_options("poll", "single", [[0], [1], [1], [], [3]]),
    "multiple": lambda: with_options("poll", "multiple", [[0, 2], [1], [1, 3], []], max_choices=2),
    "schulze": lambda: with_options("poll", "schulze", [[2, 0, 1], [1, 0], [1, 2, 3, 0], [], [0]]),
    "greedy": lambda: with_options("budget", "greedy", [[0, 1], [1], [0, 2, 3], [], [3]]),
    "equal_shares": lambda: with_options("budget", "equal_shares", [[0, 1], [1], [0, 2, 3], [], [3]]),
}


def parsed(text: bytes) -> dict:
    """The whole file as any JSON parser reads it."""
    return json.loads(text)
