"""Check a vote's audit file: `python -m voting.verify FILE`, or the downloaded `python verify.pyz FILE`.

Needs Python 3.11 and no other package; `cryptography` for the signature. Exit code 0: verified; 1: rejected, or the
asked ballot is not counted; 2: no such file, not a vote's file, or wrong usage; 3: verified but for the signature,
because `cryptography` is not installed.
"""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from voting.audit.canonical import canonical, digest
from voting.audit.checking import Report, check
from voting.audit.layout import lines_of
from voting.audit.strict import is_hex
from voting.audit.wording import WORDS

VERIFIED, REJECTED, UNREADABLE, UNSIGNED = range(4)
LONGEST_KEY_FILE = 10_000


class Speaker:
    """Says things in one language. What the file's authors wrote is stripped of control characters."""

    def __init__(self, language: str):
        self.words = WORDS[language]

    def words_of(self, code: str, **values) -> str:
        return self.words[code].format(**{name: printable(value) for name, value in values.items()})

    def say(self, code: str, **values) -> None:
        sys.stdout.write(self.words_of(code, **values) + "\n")

    def complain(self, code: str, **values) -> None:
        sys.stderr.write(self.words_of(code, **values) + "\n")

    def progress(self, part: str, done: int) -> None:
        self.complain("progress", part=self.words[f"progress_{part}"], done=done)


def printable(value) -> str:
    """Text that cannot move the cursor, colour the terminal or turn the reading direction."""
    return "".join(sign if sign.isprintable() else " " for sign in str(value))


def main(arguments: list[str] | None = None) -> int:
    for stream in (sys.stdout, sys.stderr):
        # A console that cannot show a letter of the file shows a question mark.
        stream.reconfigure(errors="replace")
    options = _parser().parse_args(arguments)
    speaker = Speaker(options.lang)
    receipt, head = plain(options.receipt), plain(options.head)
    key = plain(_read_key(options.key))
    for code, value, length in (("bad_receipt", receipt, 32), ("bad_head", head, 64), ("bad_key", key, 64)):
        if value and not is_hex(value, length):
            speaker.complain(code)
            return UNREADABLE
    try:
        with Path(options.file).open("rb") as handle:
            report = check(lines_of(handle), key=key, heads=[head] if head else [], progress=speaker.progress)
    except OSError as error:
        speaker.complain("unreadable", reason=error.strerror or error)
        return UNREADABLE
    if report.fault is not None:
        speaker.say("rejected")
        speaker.say(report.fault.code, **report.fault.values)
        speaker.say("at_line", line=report.line)
        return UNREADABLE if report.fault.code == "not_a_vote" else REJECTED
    describe(speaker, report, own_key=not key)
    if receipt and not describe_paper(speaker, report, receipt):
        return REJECTED
    return VERIFIED if report.signature_checked else UNSIGNED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="verify", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("file", help="audit file of a vote / файл голосования")
    parser.add_argument(
        "--key", default="", help="public key of the town, or a file with it / ключ города или файл с ним"
    )
    parser.add_argument("--receipt", default="", help="show this ballot / показать этот бюллетень")
    parser.add_argument("--head", default="", help="a hash the chain must hold / хеш, который должен быть в цепочке")
    parser.add_argument("--lang", default="ru", choices=sorted(WORDS))
    return parser


def plain(typed: str) -> str:
    """Hexadecimal digits as people type and paste them: spaces, dashes and capitals are forgiven."""
    return "".join(typed.split()).replace("-", "").lower()


def _read_key(given: str) -> str:
    if is_hex(plain(given), 64) or not given:
        return given
    try:
        with Path(given).open("rb") as handle:
            return handle.read(LONGEST_KEY_FILE).decode("ascii", errors="replace")
    except (OSError, ValueError):
        return given


def describe(speaker: Speaker, report: Report, *, own_key: bool) -> None:
    replay, manifest = report.replay, report.replay.manifest
    speaker.say("verified" if report.signature_checked else "unsigned")
    speaker.say("vote", number=manifest["number"], title=manifest["title"], town=manifest["town"])
    speaker.say("roll", entries=report.roll_entries, weight=report.roll_weight)
    speaker.say("papers", papers=len(replay), records=replay.length)
    speaker.say("passed" if replay.result.get("passed") is True else "not_passed")
    speaker.say("manifest_hash", manifest_hash=digest([canonical(manifest)]))
    speaker.say("head", head=replay.head)
    speaker.say("key", key=report.public_key)
    if own_key:
        speaker.say("own_key")


def describe_paper(speaker: Speaker, report: Report, receipt: str) -> bool:
    """Say how a ballot is counted; whether it is."""
    replay = report.replay
    found = replay.paper(receipt)
    if found is None:
        by = replay.replaced.get(bytes.fromhex(receipt))
        if by is None:
            speaker.say("not_found", receipt=receipt)
        else:
            speaker.say("replaced", receipt=receipt, by=by.hex())
        return False
    choices, weight, _channel = found
    speaker.say("counted", receipt=receipt)
    for item in replay.manifest["items"]:
        choice = choices[str(item["order"])]
        speaker.say("item", number=item["order"] + 1, text=item["text"])
        sys.stdout.write(f"   {_choice(speaker, item, choice, replay.manifest)}\n")
    if replay.manifest["counted_by"] == "area":
        speaker.say("paper_weight", weight=weight)
    return True


def _choice(speaker: Speaker, item: Mapping, choice: str | list[int], manifest: Mapping) -> str:
    if isinstance(choice, str):
        return speaker.words[choice]
    texts = [f"«{printable(item['options'][order]['text'])}»" for order in choice]
    joint = f", {speaker.words['then']} " if manifest["method"] == "schulze" else ", "
    return joint.join(texts) or speaker.words["blank"]


if __name__ == "__main__":
    sys.exit(main())
