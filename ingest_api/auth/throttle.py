"""Slows down guessing: a few failures per e-mail, then a wait.

Counted where rate limits are (`limits/store.py`): with Redis for all API processes together, otherwise in this one's
memory, where a restart forgets. Counted per e-mail, not per address: an institute's faculty share one.
"""

import hashlib

from limits import RateLimitItemPerSecond

from ingest_api.errors import TooManyRequests
from ingest_api.limits.store import LimitStore

FAILURES = 5
WINDOW_SECONDS = 300

_ITEM = RateLimitItemPerSecond(FAILURES, WINDOW_SECONDS)


class LoginThrottle:
    """Remembers the failed log-ins of the last five minutes."""

    def __init__(self, store: LimitStore) -> None:
        self._store = store

    async def count_try(self, email: str) -> None:
        """Counts a try as failed before it is checked, so that many at once are no way around.

        Raises:
            TooManyRequests: with Retry-After, when the tries of the window are used up.
        """
        hit = await self._store.hit(_ITEM, "login", _name(email))
        if not hit.is_allowed:
            raise TooManyRequests(
                f"too many failed log-ins for this e-mail; try again in {hit.reset_seconds} seconds",
                kind="login-throttled",
                headers={"Retry-After": str(hit.reset_seconds)},
            )

    async def succeeded(self, email: str) -> None:
        """Forgets the failures of an e-mail whose password was right."""
        await self._store.clear(_ITEM, "login", _name(email))


def _name(email: str) -> str:
    # Redis is no place for addresses of people.
    return hashlib.sha256(email.encode()).hexdigest()
