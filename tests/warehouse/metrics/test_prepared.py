"""When a question is answered from what is kept added up, and when the fact has to be read."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.warehouse.metrics.conftest import DEFINITIONS
from warehouse.metrics import Grain, Period, Question, Registry
from warehouse.metrics.definitions import RegistryError
from warehouse.scope import Viewer
from warehouse.vocabulary import Role

SCOPE = "scope: {resource: students, entity: student}"
BY_WEEK = """
        - {model: ref('rpt_week'), time: week_start, grain: week, kept: [student], measures: {marks: marks}}
"""
BY_MONTH = """
        - {model: ref('rpt_mon'), time: month_start, grain: month, exactly: [], condition: whole, measures: {marks: a}}
"""
LATELY = """
        - {model: ref('rpt_lately'), time: as_of_date, window_days: 7, kept: [student], measures: {marks: marks}}
"""
TODAY = date(2026, 2, 18)  # a Wednesday
MONDAY, SUNDAY = date(2026, 2, 9), date(2026, 2, 15)


@pytest.fixture
def with_prepared(write: Callable[[str], Path]) -> Callable[[str], Registry]:
    def made(prepared: str) -> Registry:
        return Registry(write(DEFINITIONS.replace(SCOPE, f"{SCOPE},\n      prepared: [{_flow(prepared)}]")))

    return made


def _flow(prepared: str) -> str:
    return ", ".join(line.strip().removeprefix("- ") for line in prepared.strip().splitlines())


def reads(registry: Registry, question: Question, as_of: date | None = TODAY) -> str:
    """The relation that the statement reads."""
    text = registry.compile(question, as_of).text
    return text.split(" as given) as base")[0].rsplit("from ", 1)[1]


@pytest.mark.parametrize(
    ("question", "relation"),
    [
        (Question(("marks",), grain=Grain.WEEK, period=Period(MONDAY, TODAY)), "reporting.rpt_week"),
        (Question(("marks",), ("student",), period=Period(MONDAY, SUNDAY)), "reporting.rpt_week"),
        (Question(("marks",), period=Period(None, SUNDAY)), "reporting.rpt_week"),
        # a part of a week, what is still to come, months, another dimension, another measure
        (Question(("marks",), period=Period(date(2026, 2, 10), TODAY)), "marts.fct_mark"),
        (Question(("marks",), period=Period(MONDAY, date(2026, 2, 17))), "marts.fct_mark"),
        (Question(("marks",), period=Period(MONDAY, date(2026, 2, 22))), "marts.fct_mark"),
        (Question(("marks",)), "marts.fct_mark"),
        (Question(("marks",), grain=Grain.MONTH, period=Period(MONDAY, TODAY)), "marts.fct_mark"),
        (Question(("marks",), ("is_late",), period=Period(MONDAY, TODAY)), "marts.fct_mark"),
        (Question(("rate",), period=Period(MONDAY, TODAY)), "marts.fct_mark"),
        (Question(("marks_to_date",), period=Period(None, TODAY)), "marts.fct_mark"),
    ],
)
def test_weeks_answer_for_whole_weeks_up_to_the_day_of_the_figures(
    with_prepared: Callable[[str], Registry], question: Question, relation: str
) -> None:
    assert reads(with_prepared(BY_WEEK), question) == relation


def test_who_does_not_know_the_day_of_the_figures_reads_the_fact(with_prepared: Callable[[str], Registry]) -> None:
    question = Question(("marks",), period=Period(MONDAY, SUNDAY))
    assert reads(with_prepared(BY_WEEK), question, None) == "marts.fct_mark"


def test_a_viewers_rows_are_told_by_what_is_kept_or_from_the_fact(with_prepared: Callable[[str], Registry]) -> None:
    kept = with_prepared(BY_WEEK)
    without = with_prepared(BY_WEEK.replace("[student]", "[]"))
    for viewer, relations in (
        (Viewer(1, Role.SUPER_ADMIN), ("reporting.rpt_week", "reporting.rpt_week")),
        (Viewer(1, Role.ADMIN, campus_id=1), ("reporting.rpt_week", "marts.fct_mark")),
    ):
        question = Question(("marks",), period=Period(MONDAY, SUNDAY), viewer=viewer)
        assert (reads(kept, question), reads(without, question)) == relations


def test_what_is_told_exactly_answers_that_question_only(with_prepared: Callable[[str], Registry]) -> None:
    registry = with_prepared(BY_MONTH)
    whole = Question(("marks",), grain=Grain.MONTH, period=Period(None, TODAY))
    assert reads(registry, whole) == "reporting.rpt_mon"
    assert "(base.whole)" in registry.compile(whole, TODAY).text
    for question in (
        Question(("marks",), grain=Grain.YEAR, period=Period(None, TODAY)),
        Question(("marks",), ("student",), Grain.MONTH, period=Period(None, TODAY)),
        Question(("marks",), grain=Grain.MONTH, period=Period(None, TODAY), filters={"is_late": [True]}),
    ):
        assert reads(registry, question) == "marts.fct_mark"


@pytest.mark.parametrize(
    ("question", "relation"),
    [
        (Question(("marks",), ("student",), period=Period(date(2026, 2, 12), TODAY)), "reporting.rpt_lately"),
        (Question(("marks",), ("student",), period=Period(date(2026, 2, 11), TODAY)), "marts.fct_mark"),
        (Question(("marks",), period=Period(date(2026, 2, 11), date(2026, 2, 17))), "marts.fct_mark"),
        (Question(("marks",), grain=Grain.WEEK, period=Period(date(2026, 2, 12), TODAY)), "marts.fct_mark"),
        (Question(("marks_to_date",), period=Period(None, TODAY)), "marts.fct_mark"),
    ],
)
def test_a_window_answers_for_exactly_its_days(
    with_prepared: Callable[[str], Registry], question: Question, relation: str
) -> None:
    assert reads(with_prepared(LATELY), question) == relation


@pytest.mark.parametrize(
    ("measures", "said"),
    [("{seen: seen}", "cannot be added up"), ("{marks: [a, b]}", "a mean is prepared as"), ("{none: a}", "none")],
)
def test_what_cannot_be_added_up_is_refused(with_prepared: Callable[[str], Registry], measures: str, said: str) -> None:
    with pytest.raises(RegistryError, match=said):
        with_prepared(BY_WEEK.replace("{marks: marks}", measures))
