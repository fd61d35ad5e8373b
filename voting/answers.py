"""A paper in words, from the manifest that names its questions and options."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.typography import money
from voting.models import Choice, Method, VoteKind


@dataclass(frozen=True)
class Answer:
    """What a paper says to one question. `ordered`: the first answer is the best liked."""

    question: str
    answers: list[str]
    ordered: bool = False
    note: str = ""


def spoken(manifest: Mapping, choices: Mapping) -> list[Answer]:
    """A whole paper; `choices` as they are kept (see voting.counting)."""
    return [_answer(manifest, item, choices[str(item["order"])]) for item in manifest["items"]]


def _answer(manifest, item, choice) -> Answer:
    if manifest["kind"] == VoteKind.DECISION:
        return Answer(item["text"], [str(Choice(choice).label)])
    if manifest["kind"] == VoteKind.SUPPORT:
        return Answer(item["text"], [_("I support it")])
    if not choice:
        return Answer(item["text"], [nothing(manifest["kind"])])
    options = [item["options"][order] for order in choice]
    if manifest["kind"] == VoteKind.BUDGET:
        words = {"sum": money(sum(option["cost"] for option in options)), "budget": money(manifest["budget"])}
        note = _("Together they cost %(sum)s; the shared sum is %(budget)s.") % words
        return Answer(item["text"], [f"{option['text']}, {money(option['cost'])}" for option in options], note=note)
    texts = [option["text"] for option in options]
    if manifest["method"] != Method.SCHULZE:
        return Answer(item["text"], texts)
    rest = len(texts) < len(item["options"])
    note = _("All the others share the last place.") if rest else ""
    return Answer(item["text"], texts, ordered=True, note=note)


def nothing(kind) -> str:
    """A paper that chooses no option: its voter has taken part."""
    return _("None of these projects") if kind == VoteKind.BUDGET else _("None of these options")
