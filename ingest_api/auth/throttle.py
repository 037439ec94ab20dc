"""Slows down guessing: a few failures per e-mail, then a wait.

Kept in this process's memory: with several API processes an e-mail gets that many more tries, and a restart forgets.
Counted per e-mail, not per address: an institute's faculty share one.
"""

import math
import time
from collections import deque
from collections.abc import Callable

from ingest_api.errors import TooManyRequests

FAILURES = 5
WINDOW_SECONDS = 300.0
_MOST_EMAILS = 10_000


class LoginThrottle:
    """Remembers the failed log-ins of the last five minutes. `clock` gives seconds that only grow."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tries: dict[str, deque[float]] = {}

    def count_try(self, email: str) -> None:
        """Counts a try as failed before it is checked, so that many at once are no way around.

        Raises:
            TooManyRequests: with Retry-After, when the tries of the window are used up.
        """
        now = self._clock()
        tries = self._recent(email, now)
        if len(tries) >= FAILURES:
            wait_seconds = math.ceil(tries[0] + WINDOW_SECONDS - now)
            raise TooManyRequests(
                f"too many failed log-ins for this e-mail; try again in {wait_seconds} seconds",
                kind="login-throttled",
                headers={"Retry-After": str(wait_seconds)},
            )
        if len(self._tries) >= _MOST_EMAILS and email not in self._tries:
            self._forget_old(now)
        self._tries.setdefault(email, tries).append(now)

    def succeeded(self, email: str) -> None:
        """Forgets the failures of an e-mail whose password was right."""
        self._tries.pop(email, None)

    def _recent(self, email: str, now: float) -> deque[float]:
        tries = self._tries.get(email, deque())
        while tries and tries[0] <= now - WINDOW_SECONDS:
            tries.popleft()
        return tries

    def _forget_old(self, now: float) -> None:
        for email in [email for email in self._tries if not self._recent(email, now)]:
            del self._tries[email]
        # A flood of invented e-mails must not fill the memory: the oldest go first.
        while len(self._tries) >= _MOST_EMAILS:
            del self._tries[next(iter(self._tries))]
