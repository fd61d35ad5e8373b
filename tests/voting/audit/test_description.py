"""docs/audit-file.md is enough: a reader made of it alone, with nothing of `voting`, agrees with each whole sample."""

import hashlib
import json
from fractions import Fraction
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

SAMPLES = sorted((Path(__file__).parent / "tampered").glob("whole-*.json"))


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def standing(file) -> dict:
    """{receipt: (choices, weight, channel)} of the ballots that stand."""
    found = {receipt: (choices, 1, None) for receipt, choices in file["papers"]}
    named = file["records"][0]["body"]["manifest"]["secrecy"] == "named"
    for record in file["records"]:
        body = record["body"]
        if body["type"] == "ballot":
            found.pop(body["replaces"], None)
            found[body["receipt"]] = (body["choices"], body["weight"], body["channel"] if named else None)
    return dict(sorted(found.items()))


def csv(manifest, ballots) -> str:
    def cell(answer):
        if isinstance(answer, str):
            return answer
        return (">" if manifest["method"] == "schulze" else " ").join(str(order + 1) for order in answer) or "blank"

    numbers = range(len(manifest["items"]))
    lines = [",".join(["receipt", *(f"question {number + 1}" for number in numbers), "weight", "channel"])]
    for receipt, (choices, weight, channel) in ballots.items():
        cells = [cell(choices[str(number)]) for number in numbers]
        lines.append(",".join([receipt, *cells, str(weight), channel or ""]))
    return "".join(line + "\n" for line in lines)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_description_is_enough_for_another_reader(path):
    text = path.read_bytes()
    file = json.loads(text)
    lines = text.decode("utf-8").split("\n")
    manifest = file["records"][0]["body"]["manifest"]

    # Layout: entries stand on lines of their own, as they are hashed.
    start = lines.index('],"records":[') + 1
    for record, line in zip(file["records"], lines[start:], strict=False):
        body = line[len('{"body":') : line.rindex(',"hash":"')]
        assert sha(body.encode()) == record["hash"]
        assert json.loads(body) == record["body"]
    # Roll.
    roll = [line.rstrip(",") + "\n" for line in lines[1 : start - 1]]
    assert len(roll) == manifest["roll"]["entries"]
    assert sum(weight for _line, weight in file["roll"]) == manifest["roll"]["weight"]
    assert sha("".join(roll).encode()) == manifest["roll"]["fingerprint"]
    # Chain.
    before = [""] + [record["hash"] for record in file["records"]]
    assert [record["body"]["prev"] for record in file["records"]] == before[:-1]
    assert [record["body"]["seq"] for record in file["records"]] == list(range(len(file["records"])))
    closed, counted = (record["body"] for record in file["records"][-2:])
    # Ballots.
    ballots = standing(file)
    assert closed["papers"] == len(ballots) > 0
    assert counted["papers_digest"] == sha(csv(manifest, ballots).encode())
    # Signature.
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(file["signature"]["public_key"]))
    key.verify(bytes.fromhex(file["signature"]["value"]), b"veche-vote-2:" + before[-1].encode())
    # The result of an agenda, by the rules of the manifest.
    if manifest["kind"] == "decision":
        turnout = sum(weight for _choices, weight, _channel in ballots.values())
        quorum, threshold = manifest["rules"]["quorum"], manifest["rules"]["threshold"]
        assert threshold["base"] == "cast" and threshold["strict"]
        for number, item in enumerate(counted["result"]["items"]):
            sums = dict.fromkeys(("for", "against", "abstain"), 0)
            for choices, weight, _channel in ballots.values():
                sums[choices[str(number)]] += weight
            enough = turnout >= Fraction(quorum["share"]) * manifest["roll"]["weight"]
            assert {name: item[name] for name in sums} == sums
            assert item["passed"] == (enough and sums["for"] > Fraction(threshold["share"]) * turnout)


def test_the_samples_hold_every_kind():
    kinds = {json.loads(path.read_bytes())["records"][0]["body"]["manifest"]["method"] for path in SAMPLES}

    assert kinds == {"agenda", "signatures", "single", "multiple", "schulze", "greedy", "equal_shares"}
