"""The key that signs: made once, kept from others, changed without losing older files."""

import stat
import subprocess
import sys
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from voting import signing
from voting.audit.checking import is_signed

HEAD = "0f" * 32


@pytest.fixture
def key_file(settings, tmp_path):
    """Where the key will lie; nothing is there yet."""
    path = tmp_path / "keys" / "votes.pem"
    settings.VOTE_SIGNING_KEY_FILE = str(path)
    settings.VOTE_SIGNING_KEYS_OLD = []
    return path


def told(*arguments) -> str:
    out = StringIO()
    call_command("signing_key", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue().strip()


def test_what_is_signed_is_the_head_and_nothing_else(key_file):
    key, value = signing.sign(HEAD)

    assert is_signed(HEAD, key, value) is True
    assert is_signed("1f" * 32, key, value) is False
    assert is_signed(HEAD, "ab" * 32, value) is False
    assert signing.sign(HEAD) == (key, value)


def test_the_demo_makes_its_key_at_first_use(key_file):
    assert not key_file.exists()

    key = signing.public_key()

    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert [path.name for path in key_file.parent.iterdir()] == ["votes.pem"]
    assert told("--public") == key


def test_a_town_makes_none_by_itself(key_file, settings):
    settings.PRODUCTION = True

    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        signing.sign(HEAD)

    assert not key_file.exists()


def test_the_command_makes_a_key_and_never_overwrites_one(key_file):
    key = told()
    before = key_file.read_bytes()

    with pytest.raises(CommandError, match="left as it is"):
        told()

    assert key_file.read_bytes() == before
    assert signing.public_key() == key
    assert len(bytes.fromhex(key)) == 32


def test_a_key_may_be_made_elsewhere_before_the_settings_name_it(key_file, tmp_path):
    key = told("--to", str(tmp_path / "next.pem"))

    assert not key_file.exists()
    assert key != signing.public_key()


def test_processes_that_start_together_use_one_key(key_file):
    code = (
        "import sys; from pathlib import Path; from voting import signing; path = Path(sys.argv[1])\n"
        "try: signing.make_key(path)\n"
        "except FileExistsError: pass\n"
        "print(signing._public(signing.read_key(path)))"
    )
    command = [sys.executable, "-c", code, str(key_file)]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3]) for _ in range(4)
    ]
    keys = {process.communicate(timeout=60)[0] for process in running}

    assert [process.returncode for process in running] == [0] * 4
    assert keys == {signing.public_key() + "\n"}


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda path: path.chmod(0o644), "chmod 600"),
        (lambda path: path.write_bytes(b"-----BEGIN PRIVATE KEY-----\n"), "no private key"),
        (lambda path: path.write_bytes(b""), "no private key"),
        (lambda path: path.unlink(), "cannot be read"),
        (
            lambda path: path.write_bytes(
                generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            ),
            "another kind",
        ),
    ],
)
def test_a_key_that_does_not_do_is_refused_in_words(key_file, spoil, complaint):
    signing.make_key(key_file)
    good = signing.key_problem(str(key_file), [])
    spoil(key_file)

    assert good == ""
    assert complaint in signing.key_problem(str(key_file), [])


def test_earlier_keys_are_published_with_their_last_day(key_file, settings):
    settings.VOTE_SIGNING_KEYS_OLD = [f"{'ab' * 32}:2025-05-01", f"{'cd' * 32}:2026-05-01"]
    now = signing.public_key()

    assert [(each.key, each.until) for each in signing.published_keys()] == [
        (now, None), ("cd" * 32, date(2026, 5, 1)), ("ab" * 32, date(2025, 5, 1)),
    ]  # fmt: skip
    assert told("--public").splitlines()[1] == f"{'cd' * 32} until 2026-05-01"


def test_a_key_is_trusted_up_to_its_last_day(key_file, settings):
    settings.VOTE_SIGNING_KEYS_OLD = [f"{'ab' * 32}:2026-05-01"]

    assert signing.is_trusted("ab" * 32, date(2026, 5, 1))
    assert not signing.is_trusted("ab" * 32, date(2026, 5, 2))
    assert not signing.is_trusted("cd" * 32, date(2026, 5, 1))
    assert signing.is_trusted(signing.public_key(), date(2036, 5, 1))


@pytest.mark.parametrize("pair", ["ab" * 32, f"{'ab' * 32}:yesterday", f"{'AB' * 32}:2026-05-01", ":2026-05-01"])
def test_a_list_of_keys_written_wrongly_is_refused(pair):
    with pytest.raises(ImproperlyConfigured, match="VOTE_SIGNING_KEYS_OLD"):
        signing.old_keys([pair])
