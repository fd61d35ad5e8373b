"""The shared cache, which the site can do without (security standard, part 6: Redis down or flushed)."""

import logging

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def _or_own_memory(name):
    def method(self, *args, **kwargs):
        try:
            return getattr(RedisCache, name)(self, *args, **kwargs)
        except RedisError as error:
            # The kind of error alone: its words hold the server's address.
            logger.warning("Redis does not answer (%s): this process counts by itself", type(error).__name__)
            return getattr(self.own_memory, name)(*args, **kwargs)

    method.__name__ = name
    return method


class SteadyRedisCache(RedisCache):
    """Redis; while it does not answer, this process's own memory, so that limits are still counted and never open."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self.own_memory = LocMemCache(f"instead of {server}", {})

    add, get, set, touch = map(_or_own_memory, ("add", "get", "set", "touch"))
    delete, incr, has_key, clear = map(_or_own_memory, ("delete", "incr", "has_key", "clear"))
    get_many, set_many, delete_many = map(_or_own_memory, ("get_many", "set_many", "delete_many"))
