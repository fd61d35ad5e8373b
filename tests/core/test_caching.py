"""A Redis that is away costs nobody an answer."""

import pytest
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from core.caching import SteadyRedisCache

# Nothing listens there: a reserved port.
NOWHERE = "redis://127.0.0.1:1/0"
OPTIONS = {"OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1}}


@pytest.fixture
def cache():
    cache = SteadyRedisCache(NOWHERE, OPTIONS)
    yield cache
    cache.own_memory.clear()


def test_without_the_server_a_process_counts_by_itself(cache, caplog):
    assert cache.add("attempts", 1)
    assert cache.incr("attempts") == 2
    cache.set_many({"a": 1, "b": 2})

    assert cache.get("attempts") == 2
    assert cache.get_many(["a", "b"]) == {"a": 1, "b": 2}
    assert cache.has_key("a") and not cache.add("a", 5)
    assert "does not answer (ConnectionError)" in caplog.text
    assert "127.0.0.1" not in caplog.text


def test_the_plain_backend_would_fail():
    with pytest.raises(RedisError):
        RedisCache(NOWHERE, OPTIONS).get("attempts")


def test_signing_in_works_without_the_server(client, town, settings):
    settings.CACHES = settings.CACHES | {
        "default": {"BACKEND": "core.caching.SteadyRedisCache", "LOCATION": NOWHERE, **OPTIONS}
    }

    answer = client.post(
        "/accounts/login/", {"login": "nobody@example.org", "password": "wrong-one"}, headers={"host": "localhost"}
    )

    assert answer.status_code == 200
    assert "errs" in answer.text
