"""The one form of JSON that is hashed, and the digests made of it. All digests are SHA-256 in hexadecimal."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import UTC, datetime


def canonical(value) -> bytes:
    """JSON with sorted keys, without spaces, in UTF-8: the same bytes for the same value.

    Raises ValueError for NaN and infinities, which are no JSON.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def digest(parts: Iterable[bytes]) -> str:
    """SHA-256 of the parts put together, 64 hexadecimal digits."""
    sha = hashlib.sha256()
    for part in parts:
        sha.update(part)
    return sha.hexdigest()


def receipt(key: bytes, nonce: str) -> str:
    """128 bits of HMAC-SHA256(vote key, nonce of the form), 32 hexadecimal digits: no person, time or order in it."""
    return _keyed(key, nonce)


def roll_line(salt: bytes, key: str) -> str:
    """What stands on the published roll for an entry, 32 hexadecimal digits: 128 bits of HMAC-SHA256(salt, entry key).

    The salt never leaves the database, so only the town can tell whose line it is.
    """
    return _keyed(salt, key)


def _keyed(secret: bytes, text: str) -> str:
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()[:32]


def roll_fingerprint(entries: Iterable[tuple[str, int]]) -> str:
    """Of (line, weight): SHA-256 over `[line,weight]` and an end of line for each, in ascending order of lines."""
    return digest(canonical(list(entry)) + b"\n" for entry in sorted(entries))


def moment(at: datetime) -> str:
    """A time as records and manifests carry it: ISO 8601 in UTC, «2026-09-01T09:00:00+00:00»."""
    return at.astimezone(UTC).isoformat()
