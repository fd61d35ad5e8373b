"""What a manifest must hold, so that everything after may rely on it; else `Fault("manifest", place=…)`."""

from collections.abc import Mapping
from fractions import Fraction

from voting import counting
from voting.audit.strict import Fault, as_moment, is_hex, is_moment, is_whole, need, need_keys

FORMAT = 2
KEYS = frozenset(
    "format id number town title description kind method purpose counted_by secrecy replaceable turnout_shown "
    "paper_allowed codes_allowed items budget rules opens_at closes_at opened_at electorate roll".split()
)
METHODS = {
    "support": {"signatures"},
    "poll": {"single", "multiple", "schulze"},
    "decision": {"agenda"},
    "budget": {"greedy", "equal_shares"},
}
FLAGS = ("replaceable", "turnout_shown", "paper_allowed", "codes_allowed")
MOST_MONEY = 10**12


def check_manifest(manifest) -> counting.Terms:
    """What is counted, of a whole manifest of format 2 whose terms agree with one another; else raises Fault."""
    need_keys(manifest, KEYS, "manifest", place="keys")
    _need(is_whole(manifest["format"]) and manifest["format"] == FORMAT, "format")
    for name in ("id", "town", "title", "description"):
        _need(isinstance(manifest[name], str), name)
    _need(is_whole(manifest["number"], 1), "number")
    for name in FLAGS:
        _need(isinstance(manifest[name], bool), name)
    _check_terms(manifest)
    _check_items(manifest)
    _check_rules(manifest)
    for name in ("opens_at", "closes_at", "opened_at"):
        _need(is_moment(manifest[name]), name)
    _need(as_moment(manifest["opens_at"]) < as_moment(manifest["closes_at"]), "closes_at")
    _need(as_moment(manifest["opened_at"]) < as_moment(manifest["closes_at"]), "opened_at")
    electorate = manifest["electorate"]
    _need(isinstance(electorate, list) and all(isinstance(slug, str) for slug in electorate), "electorate")
    need_keys(manifest["roll"], {"entries", "weight", "fingerprint"}, "manifest", place="roll")
    roll = manifest["roll"]
    _need(is_whole(roll["entries"], 1) and is_whole(roll["weight"], 1) and is_hex(roll["fingerprint"], 64), "roll")
    try:
        return counting.Terms.of(manifest)
    except ValueError as refusal:
        raise Fault("manifest", place=str(refusal)[:40]) from None


def _need(holds: bool, place: str) -> None:
    need(holds, "manifest", place=place)


def _one_of(value, known) -> bool:
    return isinstance(value, str) and value in known


def _check_terms(manifest: Mapping) -> None:
    _need(_one_of(manifest["kind"], METHODS), "kind")
    _need(_one_of(manifest["method"], METHODS[manifest["kind"]]), "method")
    _need(_one_of(manifest["purpose"], {"ordinary", "owners"}), "purpose")
    _need(_one_of(manifest["counted_by"], {"person", "flat", "area"}), "counted_by")
    _need(_one_of(manifest["secrecy"], {"named", "closed", "secret"}), "secrecy")
    if manifest["secrecy"] == "secret":
        _need(not manifest["replaceable"], "replaceable")
        _need(not manifest["paper_allowed"], "paper_allowed")
    if manifest["counted_by"] == "area":
        _need(manifest["secrecy"] == "named", "secrecy")


def _check_items(manifest: Mapping) -> None:
    items, budget = manifest["items"], manifest["budget"]
    with_options, with_costs = manifest["kind"] in ("poll", "budget"), manifest["kind"] == "budget"
    _need(isinstance(items, list) and 1 <= len(items) <= counting.MOST_QUESTIONS, "items")
    _need(with_costs == (budget is not None), "budget")
    _need(budget is None or is_whole(budget) and budget <= MOST_MONEY, "budget")
    for place, item in enumerate(items):
        need_keys(item, {"order", "text", "max_choices", "options"}, "manifest", place="items")
        _need(is_whole(item["order"]) and item["order"] == place and isinstance(item["text"], str), "items")
        _need(item["max_choices"] is None or is_whole(item["max_choices"], 1), "max_choices")
        options = item["options"]
        _need(isinstance(options, list) and bool(options) == with_options, "options")
        _need(len(options) <= counting.MOST_OPTIONS, "options")
        for number, option in enumerate(options):
            need_keys(option, {"order", "text", "cost"}, "manifest", place="options")
            _need(
                is_whole(option["order"]) and option["order"] == number and isinstance(option["text"], str), "options"
            )
            cost = option["cost"]
            _need(is_whole(cost) and cost <= MOST_MONEY if with_costs else cost is None, "cost")


def _check_rules(manifest: Mapping) -> None:
    rules = manifest["rules"]
    keys = {"name", "source", "certainty", "quorum", "threshold", "tie", "needed", "min_age"}
    need_keys(rules, keys, "manifest", place="rules")
    _need(all(isinstance(rules[name], str) for name in ("name", "source", "certainty")), "rules")
    _need(_one_of(rules["tie"], {"none", "listed"}), "tie")
    _need(is_whole(rules["min_age"]), "min_age")
    _need(rules["needed"] is None or is_whole(rules["needed"]), "needed")
    quorum, threshold = rules["quorum"], rules["threshold"]
    if quorum is not None:
        need_keys(quorum, {"share", "strict"}, "manifest", place="quorum")
        _check_share(quorum, "quorum")
    need_keys(threshold, {"base", "share", "strict"}, "manifest", place="threshold")
    _need(_one_of(threshold["base"], {"cast", "roll", "decided"}), "threshold")
    _check_share(threshold, "threshold")


def _check_share(rule: Mapping, place: str) -> None:
    _need(isinstance(rule["strict"], bool) and isinstance(rule["share"], str), place)
    numerator, slash, denominator = rule["share"].partition("/")
    for digits in (numerator, denominator):
        _need(digits.isascii() and digits.isdigit() and len(digits) <= 9, place)
    _need(slash == "/" and int(denominator) > 0 and Fraction(rule["share"]) <= 1, place)
