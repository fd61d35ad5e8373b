"""Letters that the demo keeps as files instead of sending."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from pathlib import Path

# What django's file backend writes after each letter.
_RULE = b"-" * 79


@dataclass(frozen=True)
class Letter:
    """One letter, decoded."""

    to: str
    subject: str
    at: datetime | None
    text: str


def _moment(date) -> datetime | None:
    """Django dates letters with «-0000», which Python reads as a moment without a zone: it is UTC."""
    if not date:
        return None
    moment = parsedate_to_datetime(date)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _letters_of(path: Path):
    for piece in path.read_bytes().split(_RULE):
        if piece.strip():
            mail = message_from_bytes(piece.lstrip(b"\n"), policy=policy.default)
            body = mail.get_body(("plain",))
            yield Letter(
                str(mail["To"]).strip(), str(mail["Subject"]).strip(), _moment(mail["Date"]),
                body.get_content() if body else "",
            )  # fmt: skip


def latest(folder: Path, *, to: str = "", limit: int = 50) -> list[Letter]:
    """The newest letters of the folder first; with `to`, those whose address holds these characters."""
    if not folder.is_dir():
        return []
    # A file's name tells the second only.
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    letters = []
    for path in files:
        letters += [letter for letter in reversed(list(_letters_of(path))) if to.lower() in letter.to.lower()]
        if len(letters) >= limit:
            break
    return letters[:limit]
