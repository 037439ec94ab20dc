"""A question under way: asked in a thread of its own, so that whoever waits sees how long, and can end it."""

import threading
import time
from collections.abc import Callable

from warehouse.published import Build
from warehouse.queries import Answer, Cancel

WhenOver = Callable[["Asking"], None]


class Asking:
    """One question, from its beginning on.

    Args:
        sql: what is asked.
        build: the snapshot that is asked.
        ask: asks it, and is ended by its argument.
        when_over: called in the thread once the answer or its lack is known, before `is_settled`.
    """

    def __init__(self, sql: str, build: Build, ask: Callable[[Cancel], Answer], when_over: WhenOver) -> None:
        self.sql, self.build = sql, build
        self.answer: Answer | None = None
        self.problem: Exception | None = None
        self._ask, self._when_over = ask, when_over
        self._cancel, self._began, self._took = Cancel(), time.monotonic(), 0.0
        self._is_over, self._is_settled = threading.Event(), threading.Event()
        threading.Thread(target=self._run, name="asking", daemon=True).start()

    @property
    def seconds(self) -> float:
        """How long it has taken so far, or took."""
        return self._took if self.is_over else time.monotonic() - self._began

    @property
    def is_over(self) -> bool:
        """Whether there is an answer, or it is known why there is none."""
        return self._is_over.is_set()

    @property
    def is_ending(self) -> bool:
        """Whether somebody has cancelled it, and it is not over yet."""
        return self._cancel.is_wanted and not self.is_over

    def wait(self, seconds: float) -> bool:
        """Waits that long at most; whether it is over."""
        return self._is_over.wait(seconds)

    def wait_until_settled(self, seconds: float) -> bool:
        """Waits that long at most; whether what follows on the answer is done too."""
        return self._is_settled.wait(seconds)

    def cancel(self) -> None:
        """Ends it; what is over stays as it is."""
        self._cancel.now()

    def _run(self) -> None:
        try:
            self.answer = self._ask(self._cancel)
        except Exception as error:
            # Whoever waits for it says what it is, or raises it again.
            self.problem = error
        self._took = time.monotonic() - self._began
        self._is_over.set()
        try:
            self._when_over(self)
        finally:
            self._is_settled.set()
