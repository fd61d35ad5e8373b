"""Whoever asks learns from no answer whether somebody has an account here."""

import re
from contextlib import contextmanager

import pytest
from django.contrib.auth import hashers
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.accounts.test_signing_in import HOST, TYPED, post

UNKNOWN = "nobody@example.org"
NOISE = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|nonce="\w+"')


@pytest.fixture(autouse=True)
def fresh_limits(town):
    cache.clear()


@contextmanager
def counting_hashes(monkeypatch):
    done = []
    real = hashers.PBKDF2PasswordHasher.encode

    def encode(self, *args, **kwargs):
        done.append(1)
        return real(self, *args, **kwargs)

    monkeypatch.setattr(hashers.PBKDF2PasswordHasher, "encode", encode)
    yield done
    monkeypatch.undo()


def seen(answer, email):
    """Everything that whoever asked can see, without the address that they typed."""
    headers = {name: value for name, value in answer.headers.items() if name not in ("Content-Length", "Expires")}
    cookies = sorted((name, morsel["httponly"], morsel["path"]) for name, morsel in answer.cookies.items())
    body = NOISE.sub("", answer.content.decode()).replace(email, "…")
    return answer.status_code, headers, cookies, body


def walk(email, steps):
    """All answers of one browser on its way."""
    client = Client()
    answers = []
    for method, path, data in steps:
        typed = {key: value.replace("EMAIL", email) for key, value in data.items()}
        answers.append(seen(getattr(client, method)(path, typed, headers=HOST), email))
    return answers


WAYS = {
    "password": [("post", "/accounts/login/", {"login": "EMAIL", "password": "wrong"})] * 2,
    "code": [
        ("post", "/accounts/login/code/", {"email": "EMAIL"}),
        ("get", "/accounts/login/code/confirm/", {}),
        ("post", "/accounts/login/code/confirm/", {"action": "resend"}),
        *[("post", "/accounts/login/code/confirm/", {"code": "00000000", "action": "verify"})] * 3,
        ("get", "/accounts/login/code/confirm/", {}),
    ],
    "reset": [
        ("post", "/accounts/password/reset/", {"email": "EMAIL"}),
        ("get", "/accounts/password/reset/confirm/", {}),
        *[("post", "/accounts/password/reset/confirm/", {"code": "00000000"})] * 3,
        ("get", "/accounts/password/reset/confirm/", {}),
    ],
    "sign-up": [
        ("post", "/accounts/signup/", TYPED | {"email": "EMAIL"}),
        ("get", "/accounts/confirm-email/", {}),
        ("post", "/accounts/confirm-email/", {"action": "resend"}),
        *[("post", "/accounts/confirm-email/", {"code": "00000000", "action": "verify"})] * 3,
        ("get", "/accounts/confirm-email/", {}),
    ],
}


@pytest.mark.parametrize("way", WAYS)
def test_known_and_unknown_are_answered_the_same(way, pavel):
    known, unknown = walk(pavel.email, WAYS[way]), walk(UNKNOWN, WAYS[way])

    for step, (left, right) in enumerate(zip(known, unknown, strict=True)):
        assert left == right, f"{way}, step {step}"
    assert len(known) == len(WAYS[way])


def test_what_is_seen_would_show_a_difference(pavel):
    """The counterpart: another answer is another picture."""
    right = walk(pavel.email, [("post", "/accounts/login/", {"login": "EMAIL", "password": "synthetic-pass-1"})])

    assert right != walk(UNKNOWN, [("post", "/accounts/login/", {"login": "EMAIL", "password": "synthetic-pass-1"})])


@pytest.mark.parametrize("way", ["code", "reset", "sign-up"])
def test_one_letter_goes_to_each(way, pavel):
    first = WAYS[way][:1]

    walk(pavel.email, first)
    walk(UNKNOWN, first)

    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([pavel.email, UNKNOWN])


@pytest.mark.parametrize("way", ["password", "reset", "code", "sign-up"])
def test_each_costs_the_same_hashing(way, pavel, settings, monkeypatch):
    """A hash takes a tenth of a second, a hundred times all else: its presence would be heard over the network."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    pavel.set_password("synthetic-pass-1")
    pavel.save()
    costs = []
    for email in (pavel.email, UNKNOWN):
        with counting_hashes(monkeypatch) as hashes:
            walk(email, WAYS[way][:1])
            costs.append(len(hashes))

    assert costs[0] == costs[1]
    assert costs[0] == (1 if way in ("password", "sign-up") else 0)


@pytest.mark.parametrize("way", ["password", "code", "reset"])
def test_each_costs_the_same_writes(way, pavel):
    """A write waits for the disk; readings of an index differ by microseconds."""
    writes = []
    # The counters of the network and of everybody begin.
    walk("somebody@example.org", WAYS[way][:1])
    for email in (pavel.email, UNKNOWN):
        with CaptureQueriesContext(connection) as queries:
            walk(email, WAYS[way][:1])
        writes.append(sorted(query["sql"].split()[0] for query in queries if query["sql"].startswith(("INS", "UPD"))))

    assert writes[0] == writes[1]


def test_a_closed_account_looks_like_none(client, pavel):
    pavel.is_active = False
    pavel.save()

    closed, unknown = walk(pavel.email, WAYS["code"]), walk(UNKNOWN, WAYS["code"])

    assert closed == unknown


def test_signing_up_again_before_the_code_came_looks_the_same(client):
    first = post(client, "/accounts/signup/", **TYPED)
    cache.clear()
    again = post(Client(), "/accounts/signup/", **TYPED)

    assert (first.status_code, first["Location"]) == (again.status_code, again["Location"])
