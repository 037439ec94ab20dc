"""Questions and their answers: grouping, time, filters, windows, several models, row scope."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.warehouse.metrics.conftest import DEFINITIONS, Ask, asking
from warehouse.metrics import Grain, MetricError, Order, Period, Question, Registry
from warehouse.scope import Viewer
from warehouse.vocabulary import Role

JANUARY = Period(date(2026, 1, 1), date(2026, 1, 31))


def test_a_ratio_is_of_sums_and_nothing_of_nothing(ask: Ask) -> None:
    assert ask("rate", "missed") == [{"rate": 0.8, "missed": pytest.approx(0.2)}]
    assert ask("rate", "marks", period=Period(date(2027, 1, 1), None)) == [{"rate": None, "marks": 0}]


def test_a_row_without_a_key_is_counted_and_grouped_as_empty(ask: Ask) -> None:
    assert ask("marks", by=("campus__campus_code",)) == [
        {"campus__campus_code": "HERE", "marks": 3},
        {"campus__campus_code": "THERE", "marks": 1},
        {"campus__campus_code": None, "marks": 1},
    ]


def test_time_is_the_first_day_of_the_grain(ask: Ask) -> None:
    assert ask("marks", grain=Grain.WEEK, period=JANUARY) == [
        {"metric_time": date(2026, 1, 5), "marks": 1},
        {"metric_time": date(2026, 1, 12), "marks": 2},
    ]


def test_filters_take_any_of_several_values_and_none(ask: Ask) -> None:
    assert ask("marks", filters={"student": [1, 3]}) == [{"marks": 3}]
    assert ask("marks", filters={"student": [3, None]}) == [{"marks": 2}]
    assert ask("marks", filters={"is_late": [True]}) == ask("marks", filters={"is_late": ["true"]}) == [{"marks": 2}]
    assert ask("marks", filters={"student": []}) == [{"marks": 0}]
    assert ask("marks", filters={"campus__campus_code": ["HERE"], "is_late": [False]}) == [{"marks": 2}]


def test_a_median_is_between_the_middle_ones(ask: Ask) -> None:
    assert ask("median_late") == [{"median_late": 7.0}]


def test_a_window_ends_on_the_last_day(ask: Ask) -> None:
    assert ask("seen_7d", period=Period(None, date(2026, 1, 12))) == [{"seen_7d": 1}]
    assert ask("seen_7d", period=Period(None, date(2026, 1, 11))) == [{"seen_7d": 1}]
    assert ask("seen_7d", period=Period(None, date(2026, 1, 20))) == [{"seen_7d": 0}]
    assert ask("marks_to_date", period=Period(None, date(2026, 1, 12))) == [{"marks_to_date": 3}]


def test_a_window_by_time_ends_on_the_last_day_of_each(ask: Ask) -> None:
    period = Period(date(2026, 1, 1), date(2026, 2, 2))
    assert ask("marks_to_date", grain=Grain.MONTH, period=period) == [
        {"metric_time": date(2026, 1, 1), "marks_to_date": 3},
        {"metric_time": date(2026, 2, 1), "marks_to_date": 5},
    ]


def test_a_window_needs_its_last_day(ask: Ask) -> None:
    with pytest.raises(MetricError, match="give the last day"):
        ask("seen_7d")
    with pytest.raises(MetricError, match="needs the first day"):
        ask("seen_7d", grain=Grain.DAY, period=Period(None, date(2026, 1, 1)))


def test_groups_that_only_one_model_has_are_there_too(ask: Ask) -> None:
    assert ask("marks", "answers", "marks_per_answer", by=("campus",)) == [
        {"campus": 1, "marks": 3, "answers": 2, "marks_per_answer": 1.5},
        {"campus": 2, "marks": 1, "answers": None, "marks_per_answer": None},
        {"campus": None, "marks": 1, "answers": 1, "marks_per_answer": 1.0},
    ]


def test_money_keeps_its_cents(ask: Ask) -> None:
    assert ask("paid") == [{"paid": Decimal("10.30")}]


def test_answers_are_sorted_and_cut_as_asked(ask: Ask) -> None:
    order = (Order("marks", is_descending=True), Order("student", nulls_first=True))
    assert [row["student"] for row in ask("marks", by=("student",), order=order, limit=3)] == [1, None, 2]
    with pytest.raises(MetricError, match="no column 'rate' to sort by"):
        ask("marks", order=(Order("rate"),))


@pytest.mark.parametrize(
    ("viewer", "marks"),
    [
        (Viewer(1, Role.SUPER_ADMIN), 5),
        (Viewer(1, Role.ADMIN, campus_id=1), 3),
        (Viewer(1, Role.FACULTY, faculty_id=7), 3),
        (Viewer(1, Role.STUDENT, student_id=2), 1),
        (Viewer(1, Role.STUDENT), 0),
    ],
)
def test_only_rows_in_sight_count(ask: Ask, viewer: Viewer, marks: int) -> None:
    assert ask("marks", viewer=viewer) == [{"marks": marks}]


def test_a_faculty_member_sees_no_group_of_too_few(ask: Ask) -> None:
    faculty = Viewer(1, Role.FACULTY, faculty_id=7)
    assert ask("answers", by=("campus",), viewer=faculty) == [{"campus": 1, "answers": 2}]
    assert len(ask("answers", by=("campus",), viewer=Viewer(1, Role.SUPER_ADMIN))) == 2


@pytest.mark.parametrize("viewer", [None, Viewer(1, Role.SUPER_ADMIN)])
@pytest.mark.parametrize(("fewest", "campuses"), [(1, [1, None]), (2, [1]), (3, [])])
def test_nobody_sees_a_group_of_too_few_where_one_is_anonymous(
    write: Callable[[str], Path], viewer: Viewer | None, fewest: int, campuses: list[int | None]
) -> None:
    held = DEFINITIONS.replace("fewest_for_faculty: 2", f"fewest_with_anonymous: {fewest}")
    told = asking(Registry(write(held)))("answers", by=("campus",), viewer=viewer)
    assert [row["campus"] for row in told] == campuses


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (Question(()), "one metric at least"),
        (Question(("markz",)), "no metric 'markz'"),
        (Question(("answers",), ("student",)), "answers cannot be grouped by 'student'; it can be by campus"),
        (Question(("answers",), filters={"is_late": [True]}), "answers cannot be filtered by 'is_late'"),
        (Question(("answers",), grain=Grain.DAY), "answers cannot be told by day; it can be by month, quarter, year"),
        (Question(("paid",), period=JANUARY), "paid tells of the day the figures stand for"),
        (Question(("marks",), filters={"student": ["one"]}), "student is a key and takes whole numbers, not 'one'"),
        (Question(("marks",), ("1; drop table marts.fct_mark",)), "cannot be grouped by"),
    ],
)
def test_what_cannot_be_told_is_refused_with_what_can(registry: Registry, question: Question, said: str) -> None:
    with pytest.raises(MetricError, match=said):
        registry.compile(question)


def test_what_was_asked_never_becomes_sql(registry: Registry, ask: Ask) -> None:
    asked = "x' or true --"
    compiled = registry.compile(Question(("marks",), filters={"is_late": [asked]}))
    assert asked not in compiled.text
    assert asked in compiled.parameters.values()
    assert ask("marks", filters={"is_late": [asked]}) == [{"marks": 0}]


def test_written_out_it_says_the_same_to_a_person(registry: Registry) -> None:
    question = Question(("marks",), filters={"is_late": ["x' or true --"], "student": [3]}, period=JANUARY)
    written = registry.compile(question).written_out
    assert "in ('x'' or true --')" in written
    assert "in (3)" in written
    assert ">= date '2026-01-01'" in written
    assert ":metric_" not in written
