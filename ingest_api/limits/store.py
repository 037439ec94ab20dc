"""Counting hits in windows: in this process's memory, or in Redis for all processes together.

Belongs here: where counts are kept and what happens when Redis is away: this process then counts for itself, because an
API that stops with its rate limiter protects nobody. Who is counted stands in `rates.py` and `auth/throttle.py`.
"""

import logging
import math
import time
from dataclasses import dataclass

from limits import RateLimitItem
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import FixedWindowRateLimiter
from limits.errors import StorageError

from warehouse.settings import Settings

log = logging.getLogger("headway.limits")


@dataclass(frozen=True)
class Hit:
    """Whether one more was allowed, how many more are, and in how many seconds the window begins anew."""

    is_allowed: bool
    remaining: int
    reset_seconds: int


class LimitStore:
    """Counts. Windows are fixed: they begin with the first hit, so twice the limit can fall around a window's end."""

    def __init__(self, redis_url: str | None = None) -> None:
        # Not the library's synchronous memory: that one starts a thread at nearly every hit.
        self._memory = FixedWindowRateLimiter(MemoryStorage())
        self._redis: FixedWindowRateLimiter | None = None
        if redis_url is not None:
            storage = RedisStorage(
                f"async+{redis_url}", wrap_exceptions=True, implementation="redispy", key_prefix="headway-limit"
            )
            self._redis = FixedWindowRateLimiter(storage)

    @classmethod
    def of(cls, settings: Settings) -> "LimitStore":
        """The store that the settings ask for."""
        return cls(None if settings.redis_url is None else settings.redis_url.get_secret_value())

    async def hit(self, item: RateLimitItem, *names: str) -> Hit:
        """Counts one under these names."""
        if self._redis is not None:
            try:
                is_allowed = await self._redis.hit(item, *names)
                window = await self._redis.get_window_stats(item, *names)
                return _hit(is_allowed, window.remaining, window.reset_time)
            except StorageError as error:
                log.warning("Redis does not count: %s", type(error.storage_error).__name__)
        is_allowed = await self._memory.hit(item, *names)
        stats = await self._memory.get_window_stats(item, *names)
        return _hit(is_allowed, stats.remaining, stats.reset_time)

    async def clear(self, item: RateLimitItem, *names: str) -> None:
        """Forgets what was counted under these names."""
        if self._redis is not None:
            try:
                await self._redis.clear(item, *names)
            except StorageError as error:
                log.warning("Redis does not forget: %s", type(error.storage_error).__name__)
        await self._memory.clear(item, *names)


def _hit(is_allowed: bool, remaining: int, reset_at: float) -> Hit:
    return Hit(is_allowed, remaining, max(1, math.ceil(reset_at - time.time())))
