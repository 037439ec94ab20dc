"""A question under way: how long, cancelled, and never lost, whatever becomes of it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from dashboards.queries.asking import Asking
from warehouse.published import Build
from warehouse.queries import Answer, Cancel, QueryCancelledError

BUILD = Build("build-1", datetime(2026, 6, 15, tzinfo=UTC), date(2026, 6, 15), 1, Path("nowhere"))


def noted(asked: list[Asking]) -> list[tuple[bool, bool]]:
    return [(one.is_over, one.answer is not None) for one in asked]


def test_an_answer_is_there_before_what_follows_on_it() -> None:
    over: list[Asking] = []
    asked = Asking("select 1", BUILD, lambda _: Answer(pa.table({"a": [1]}), False, 0.1), over.append)
    assert asked.wait_until_settled(10)
    assert noted(over) == [(True, True)]
    assert asked.seconds >= 0
    assert asked.problem is None


def test_it_is_ended_from_outside() -> None:
    def ask(cancel: Cancel) -> Answer:
        while not cancel.is_wanted:
            pass
        raise QueryCancelledError("You have cancelled this.")

    over: list[Asking] = []
    asked = Asking("select 1", BUILD, ask, over.append)
    assert not asked.wait(0.01)
    assert not asked.is_ending
    asked.cancel()
    assert asked.wait_until_settled(10)
    assert isinstance(asked.problem, QueryCancelledError)
    assert not asked.is_ending


@pytest.mark.parametrize("error", [MemoryError("no room"), KeyError("lost")])
def test_what_nobody_thought_of_is_kept_for_whoever_waits(error: Exception) -> None:
    def ask(_: Cancel) -> Answer:
        raise error

    over: list[Asking] = []
    asked = Asking("select 1", BUILD, ask, over.append)
    assert asked.wait_until_settled(10)
    assert asked.problem is error
    assert noted(over) == [(True, False)]
