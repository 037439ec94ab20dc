"""Waiting for what comes by itself: asked until it is true, and a failure that says what never came."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")


def wait_until(holds: Callable[[], Answer], *, within_seconds: float, what: str, pause_seconds: float = 0.2) -> Answer:
    """Asks until the answer is true, and returns it."""
    deadline = time.monotonic() + within_seconds
    breath = threading.Event()
    while True:
        answer = holds()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"not within {within_seconds:.0f} s: {what}"
        breath.wait(pause_seconds)
