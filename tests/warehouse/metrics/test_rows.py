"""The rows behind a metric: exactly those that make up the number, within the viewer's scope."""

from collections.abc import Callable
from datetime import date
from typing import Any

import duckdb
import pytest

from tests.warehouse.metrics.conftest import ROWS
from warehouse.metrics import MetricError, Period, Question, Registry
from warehouse.scope import Viewer
from warehouse.vocabulary import Role

JANUARY = Period(date(2026, 1, 1), date(2026, 1, 31))
KNOWN = {"marts.fct_mark": ["mark_id", "student_id", "session_id"], "marts.fct_answer": ["answer_id"]}
Rows = Callable[..., list[list[dict[str, Any]]]]


@pytest.fixture
def rows(registry: Registry) -> Rows:
    """The rows behind a metric of the small database, by relation: `rows("rate", period=JANUARY)`."""
    connection = duckdb.connect()
    connection.execute(ROWS)
    connection.execute("alter table marts.fct_mark add column session_id integer default 9")

    def asked(metric: str, most: int = 100, **more: Any) -> list[list[dict[str, Any]]]:
        found = []
        for part in registry.rows_behind(Question((metric,), **more), KNOWN):
            page, count = part.page(most), part.count
            fetched = connection.execute(page.duckdb, page.parameters).fetchall()
            told = connection.execute(count.duckdb, count.parameters).fetchall()[0][0]
            assert told == len(fetched) or len(fetched) == most
            found.append([dict(zip(part.columns, row, strict=True)) for row in fetched])
        return found

    return asked


def test_a_row_says_when_of_whom_and_what_it_counts(rows: Rows) -> None:
    (found,) = rows("rate", period=JANUARY)
    assert found[0] == {
        "metric_time": date(2026, 1, 12),
        "is_late": False,
        "campus__campus_code": "HERE",
        "student__enrollment_no": "S2",
        "attended": 0,
        "marks": 1,
        "key_student": 2,
        "key_session_id": 9,
    }
    assert [row["metric_time"].day for row in found] == [12, 12, 5]


def test_what_does_nothing_to_a_sum_is_left_out(rows: Rows) -> None:
    assert len(rows("attended")[0]) == 4
    assert [row["minutes"] for row in rows("median_late")[0]] == [10, 4]


def test_filters_and_windows_are_those_of_the_number(rows: Rows) -> None:
    assert [row["key_student"] for row in rows("marks", filters={"campus__campus_code": ["THERE"]})[0]] == [3]
    assert len(rows("seen_7d", period=Period(None, date(2026, 1, 12)))[0]) == 1
    assert len(rows("marks_to_date", period=Period(None, date(2026, 1, 12)))[0]) == 3


def test_a_metric_of_two_relations_has_the_rows_of_both(rows: Rows) -> None:
    marks, answers = rows("marks_per_answer")
    assert (len(marks), len(answers)) == (5, 3)


def test_only_rows_in_scope_are_there(rows: Rows) -> None:
    (found,) = rows("marks", viewer=Viewer(1, Role.ADMIN, campus_id=1))
    assert {row["key_student"] for row in found} == {1, 2}
    (found,) = rows("marks", viewer=Viewer(1, Role.FACULTY, campus_id=1, faculty_id=7))
    assert {row["key_student"] for row in found} == {1, 3}
    assert rows("marks", viewer=Viewer(1, Role.FACULTY, campus_id=1)) == [[]]


def test_anonymous_answers_are_told_to_no_faculty_member_one_by_one(rows: Rows) -> None:
    with pytest.raises(MetricError, match="never row by row"):
        rows("answers", viewer=Viewer(1, Role.FACULTY, campus_id=1, faculty_id=7))


def test_answers_are_told_by_their_month(rows: Rows, registry: Registry) -> None:
    (part,) = registry.rows_behind(Question(("answers",)), KNOWN)
    assert part.selected.startswith("cast(date_trunc('month', base.time__given_on) as date) as metric_time")
    assert {row["metric_time"].day for row in rows("answers")[0]} == {1}


def test_a_page_holds_the_newest(rows: Rows) -> None:
    (found,) = rows("marks", most=1)
    assert found[0]["metric_time"] == date(2026, 2, 2)
