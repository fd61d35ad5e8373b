"""Writing `.pb` files."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from voting.pabulib.election import OWN_KEYS, PROJECT_COLUMNS, VOTER_COLUMNS, Election, is_control


def write(election: Election) -> Iterator[str]:
    """The lines of the file, each with its end. Reading them gives the same election.

    Raises ValueError on what would break the file: a field with a line break, a control character or a space around
    it, an id with a comma, a column named twice.
    """
    if any("," in project.id for project in election.projects):
        raise ValueError("an id of a project with a comma")
    yield from _table("META", ["key", "value"], _meta(election))
    more = _columns(project.more for project in election.projects)
    yield from _table(
        "PROJECTS",
        [*PROJECT_COLUMNS, *more],
        (
            [
                project.id,
                _amount(project.cost),
                project.name,
                _whole(project.votes),
                _whole(project.selected),
                *(project.more.get(name, "") for name in more),
            ]
            for project in election.projects
        ),
    )
    more = _columns(voter.more for voter in election.voters)
    yield from _table(
        "VOTES",
        [*VOTER_COLUMNS, *more],
        ([voter.id, ",".join(voter.vote), *(voter.more.get(name, "") for name in more)] for voter in election.voters),
    )


def _meta(election: Election) -> Iterator[list[str]]:
    yield from ([key, value] for key, value in election.meta.items() if key not in OWN_KEYS)
    yield ["num_projects", str(len(election.projects))]
    yield ["num_votes", str(len(election.voters))]
    yield ["budget", _amount(election.budget)]
    yield ["vote_type", election.vote_type]


def _columns(rows: Iterable[Mapping[str, str]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def _table(title: str, columns: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    if len(set(columns)) != len(columns):
        raise ValueError("a column named twice")
    yield f"{title}\n"
    yield _line(columns)
    for row in rows:
        yield _line(row)


def _line(fields: list[str]) -> str:
    return ";".join(_field(text) for text in fields) + "\n"


def _field(text: str) -> str:
    if text != text.strip() or any(is_control(sign) for sign in text):
        raise ValueError(f"a field with a line break, a control character or a space around it: {text[:40]!r}")
    if ";" in text or '"' in text:
        return '"' + text.replace('"', '""') + '"'
    return text


def _amount(money: Decimal) -> str:
    whole = money.to_integral_value()
    return str(int(whole)) if money == whole else format(money, "f")


def _whole(number: int | None) -> str:
    return "" if number is None else str(number)
