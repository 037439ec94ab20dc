"""How a process of ours that runs Dagster's jobs in itself hears that it is to end."""

import select
import signal
import socket
import sys
import time
from types import FrameType

_ENDING: frozenset[int] = frozenset({signal.SIGTERM, signal.SIGINT})


class Farewell:
    """Whether the process was asked to end, also when somebody else had taken the signals meanwhile.

    During a run Dagster takes them, and one that comes while it does not look is lost with the run. What arrives at
    the wake-up descriptor is not: the interpreter writes there before any handler is called.
    """

    def __init__(self) -> None:
        self._heard, self._told = socket.socketpair()
        self._told.setblocking(False)

    def __enter__(self) -> "Farewell":
        for number in _ENDING:
            signal.signal(number, _leave)
        signal.set_wakeup_fd(self._told.fileno(), warn_on_full_buffer=False)
        return self

    def __exit__(self, *_: object) -> None:
        signal.set_wakeup_fd(-1)
        self._heard.close()
        self._told.close()

    def is_asked(self, *, within_seconds: float = 0.0) -> bool:
        """Waits so long at the most."""
        until = time.monotonic() + within_seconds
        while select.select([self._heard], [], [], max(0.0, until - time.monotonic()))[0]:
            if not _ENDING.isdisjoint(self._heard.recv(64)):
                return True
        return False


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)
