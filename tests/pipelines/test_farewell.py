"""A process that runs Dagster's jobs ends when it is asked to, also when a run has taken the signals."""

import os
import signal
from collections.abc import Iterator
from types import FrameType

import pytest

from pipelines.lib.farewell import Farewell


def _swallow(_number: int, _frame: FrameType | None) -> None:
    """As Dagster does while it is busy."""


@pytest.fixture(autouse=True)
def own_handlers() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_that_somebody_else_took_is_heard(number: signal.Signals) -> None:
    with Farewell() as farewell:
        signal.signal(number, _swallow)
        assert not farewell.is_asked()
        os.kill(os.getpid(), number)
        assert farewell.is_asked()


def test_other_signals_end_nothing() -> None:
    signal.signal(signal.SIGUSR1, _swallow)
    with Farewell() as farewell:
        os.kill(os.getpid(), signal.SIGUSR1)
        assert not farewell.is_asked(within_seconds=0.01)


def test_while_nobody_takes_it_the_process_ends_at_once() -> None:
    with Farewell(), pytest.raises(SystemExit):
        os.kill(os.getpid(), signal.SIGTERM)
