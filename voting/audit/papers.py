"""The published list of papers: a CSV by receipt, whose digest closes the chain.

Cells are made of our own digits and words («for», «1 3», «2>1»), so nothing needs quoting and nothing can be taken for
a formula. `sha256sum` of the file is the digest in the chain.
"""

from collections.abc import Iterable, Iterator, Mapping

BLANK = "blank"


def csv_header(manifest: Mapping) -> bytes:
    questions = [f"question {number}" for number, _item in enumerate(manifest["items"], 1)]
    return _line(["receipt", *questions, "weight", "channel"])


def csv_row(manifest: Mapping, receipt: str, choices: Mapping, weight: int, channel: str | None) -> bytes:
    """A paper's line. The paper has been found valid (voting.counting.check_paper); only named votes tell channels."""
    mark = ">" if manifest["method"] == "schulze" else " "
    cells = (_cell(choices[str(item["order"])], mark) for item in manifest["items"])
    return _line([receipt, *cells, str(weight), channel or ""])


def ballots_csv(manifest: Mapping, papers: Iterable[tuple[str, Mapping, int, str | None]]) -> Iterator[bytes]:
    """Lines of the CSV out of (receipt, choices, weight, channel) in ascending order of receipts."""
    yield csv_header(manifest)
    for paper in papers:
        yield csv_row(manifest, *paper)


def _line(cells: list[str]) -> bytes:
    return (",".join(cells) + "\n").encode()


def _cell(choice: str | list[int], mark: str) -> str:
    """A word as it is; options by their numbers on the ballot, from 1."""
    if isinstance(choice, str):
        return choice
    return mark.join(str(order + 1) for order in choice) or BLANK
