"""The town's signature under the chains of its votes: Ed25519, with a key that no database holds.

`VOTE_SIGNING_KEY_FILE` names a PEM file. A town makes it with `manage.py signing_key` and publishes the public key;
the demo and the tests make theirs at first use. When a key is changed, the one before goes on being published with the
last day of its use (`VOTE_SIGNING_KEYS_OLD`), so that older files can still be checked.
"""

import os
import tempfile
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from voting.audit import signed_message
from voting.audit.strict import is_hex


@dataclass(frozen=True)
class PublishedKey:
    """A public key, 64 hexadecimal digits, and the last day it signed; None for the one in use."""

    key: str
    until: date | None


def sign(head: str) -> tuple[str, str]:
    """Sign the hash of a chain's last record: (public key, signature), both in hexadecimal.

    Raises ImproperlyConfigured when there is no usable key: a vote is then not counted, and tried again.
    """
    key = _key()
    return _public(key), key.sign(signed_message(head)).hex()


def public_key() -> str:
    return _public(_key())


def published_keys() -> list[PublishedKey]:
    """The key in use, then the earlier ones, the latest first."""
    old = sorted(old_keys(settings.VOTE_SIGNING_KEYS_OLD), key=lambda each: each.until, reverse=True)
    return [PublishedKey(public_key(), None), *old]


def old_keys(pairs: list[str]) -> list[PublishedKey]:
    """Of `VOTE_SIGNING_KEYS_OLD`: «KEY:2027-03-01». Raises ImproperlyConfigured when it is written otherwise."""
    found = []
    for pair in pairs:
        key, _colon, until = pair.partition(":")
        try:
            found.append(PublishedKey(key, date.fromisoformat(until)))
        except ValueError:
            key = ""
        if not is_hex(key, 64):
            raise ImproperlyConfigured("VOTE_SIGNING_KEYS_OLD holds pairs of a public key and a date: KEY:2027-03-01.")
    return found


def is_trusted(key: str, on: date) -> bool:
    """Whether a signature made on this day (UTC) may be by this key."""
    return any(each.key == key and (each.until is None or on <= each.until) for each in published_keys())


def make_key(path: Path) -> str:
    """Write a new private key, readable by its owner alone, and give its public key.

    The file appears whole or not at all. Raises FileExistsError: a key that may have signed is never overwritten.
    """
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=path.parent)  # 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        os.link(part, path)
    finally:
        os.unlink(part)
    return _public(key)


def read_key(path: Path) -> Ed25519PrivateKey:
    """Raises ImproperlyConfigured, in words for the operator, unless the file holds a key that is kept from others."""
    try:
        mode = path.stat().st_mode
        pem = path.read_bytes()
    except OSError as error:
        raise ImproperlyConfigured(f"The key that signs votes cannot be read: {error}") from error
    if mode & 0o077:
        raise ImproperlyConfigured(f"The key that signs votes is open to other users: chmod 600 {path}")
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ImproperlyConfigured(f"{path} holds no private key in PEM without a password.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise ImproperlyConfigured(f"{path} holds a key of another kind than Ed25519.")
    return key


def key_problem(file: str, old: list[str]) -> str:
    """Why votes could not be signed with these settings; "" when they can. Makes no key."""
    if not file:
        return "VOTE_SIGNING_KEY_FILE names no key to sign votes with: make one with manage.py signing_key."
    try:
        read_key(Path(file))
        old_keys(old)
    except ImproperlyConfigured as problem:
        return str(problem)
    return ""


def _key() -> Ed25519PrivateKey:
    path = Path(settings.VOTE_SIGNING_KEY_FILE)
    if not settings.PRODUCTION and not path.exists():
        try:
            make_key(path)
        except FileExistsError:
            pass  # another process was quicker
    return _read_once(path)


# A key of another file, when settings change, is read anew; a restart takes a file that was replaced.
_read_once = lru_cache(maxsize=4)(read_key)


def _public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()
