"""Tests that hold a promise of seconds (`@pytest.mark.alone`) run while the other process of the run waits.

Two processes share two cores: what one measures would otherwise say more about the other's work.
"""

import fcntl
import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def turn(folder: Path, *, alone: bool) -> Iterator[None]:
    """Holds a turn in this run: many at once, or one alone. Who comes first is first, so nobody waits for ever."""
    with (folder / "gate").open("w") as gate, (folder / "turn").open("w") as held:
        fcntl.flock(gate, fcntl.LOCK_EX)
        fcntl.flock(held, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        fcntl.flock(gate, fcntl.LOCK_UN)
        yield


def _shared() -> Path:
    from tests.conftest import SHARED_FOLDER

    return Path(os.environ[SHARED_FOLDER])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Generator[None]:
    """What prepares a test is work as any other."""
    with turn(_shared(), alone=False):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """The test itself."""
    with turn(_shared(), alone=item.get_closest_marker("alone") is not None):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Generator[None]:
    """What clears up after it."""
    with turn(_shared(), alone=False):
        return (yield)
