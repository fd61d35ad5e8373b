"""Count a shared budget of a Pabulib file by both of our methods: `python -m voting.pabulib FILE.pb`.

Exit code 0: counted; 1: the published selection differs from that of the rule which the file names; 2: the file was
refused, or there is none.
"""

import argparse
import sys
from fractions import Fraction
from pathlib import Path

from voting.pabulib.counting import Choice, by_approvals, by_shares, published
from voting.pabulib.election import ORDINAL
from voting.pabulib.reading import MOST_BYTES, Refused, read

COUNTED, DIFFERENT, REFUSED = range(3)
# Which of the two methods a file's rule is.
METHODS = {"greedy": "greedy", "equalshares": "equal shares", "equalshares/add1": "equal shares"}


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        with Path(options.file).open("rb") as handle:
            election = read(handle.read(MOST_BYTES + 1))
    except OSError as failure:
        return _refuse(f"{options.file}: {failure.strerror}")
    except Refused as refusal:
        return _refuse(str(refusal))
    _say(f"{len(election.projects)} projects, {len(election.voters)} votes, budget {election.budget:f}")
    _say(f"vote type {election.vote_type}, published rule {_printable(election.rule)}")
    if election.vote_type == ORDINAL:
        _say("rankings are counted as approvals of all they name")
    before, code = published(election), COUNTED
    step = None if options.step == "own" else Fraction(options.step)
    for method, choice in (("greedy", by_approvals(election)), ("equal shares", by_shares(election, step=step))):
        _say(f"{method}: {len(choice.projects)} projects for {choice.spent:f}: {_names(choice.projects)}")
        if before is not None and _compare(choice, before) and METHODS.get(election.rule) == method:
            code = DIFFERENT
    return code


def _compare(choice: Choice, before: Choice) -> bool:
    ours, theirs = choice.differences(before)
    if not ours and not theirs:
        _say("  the same as published")
        return False
    for words, names in (("only here", ours), ("only published", theirs)):
        if names:
            _say(f"  {words}: {_names(names)}")
    return True


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m voting.pabulib", description="Count a Pabulib file.")
    parser.add_argument("file", help="a .pb file")
    parser.add_argument(
        "--step", default="1", type=_step, help='completion step of equal shares in units of money, or "own" for ours'
    )
    return parser


def _step(text: str) -> str:
    if text != "own" and not (text.isascii() and text.isdigit() and 0 < int(text) <= 10**9):
        raise argparse.ArgumentTypeError("a whole number of money, or own")
    return text


def _names(names) -> str:
    return _printable(", ".join(names)) or "none"


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")


def _refuse(words: str) -> int:
    sys.stderr.write(_printable(words) + "\n")
    return REFUSED


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        # A console that cannot show a letter of the file shows a question mark.
        stream.reconfigure(errors="replace")
    sys.exit(main())
