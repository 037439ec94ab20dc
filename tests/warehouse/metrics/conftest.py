"""A registry of a handful of metrics, and a small database with the relations that they read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from warehouse.metrics import Question, Registry

DEFINITIONS = """
semantic_models:
  - name: campuses
    description: Campuses.
    model: ref('dim_campus')
    entities: [{name: campus, type: primary, expr: campus_id, label: Campus, description: Its key.}]
    dimensions: [{name: campus_code, type: categorical, label: Campus, description: Its code.}]
  - name: students
    description: Students.
    model: ref('dim_student')
    entities:
      - {name: student, type: primary, expr: student_id, label: Student, description: His key.}
      - {name: campus, type: foreign, expr: campus_id}
    dimensions: [{name: enrollment_no, type: categorical, label: Student, description: His number.}]
  - name: marks
    description: Marks.
    model: ref('fct_mark')
    defaults: {agg_time_dimension: marked_on}
    config: {meta: {permission: marks, scope: {resource: students, entity: student}}}
    entities:
      - {name: mark, type: primary, expr: mark_id}
      - {name: student, type: foreign, expr: student_id}
    dimensions:
      - {name: marked_on, type: time, type_params: {time_granularity: day}}
      - {name: is_late, type: categorical, label: Late, description: Whether it was late.}
    measures:
      - {name: marks, agg: sum, expr: "1"}
      - {name: attended, agg: sum, expr: case when is_attended then 1 else 0 end}
      - {name: seen, agg: count_distinct, expr: case when is_attended then student_id end}
      - {name: minutes, agg: median, expr: minutes_late}
  - name: answers
    description: Answers.
    model: ref('fct_answer')
    defaults: {agg_time_dimension: given_on}
    config: {meta: {permission: answers, scope: {resource: feedback}, fewest_for_faculty: 2}}
    entities:
      - {name: answer, type: primary, expr: answer_id}
      - {name: campus, type: foreign, expr: campus_id}
    dimensions: [{name: given_on, type: time, type_params: {time_granularity: month}}]
    measures: [{name: answers, agg: sum, expr: "1"}, {name: paid, agg: sum, expr: paid}]
metrics:
  - {name: marks, label: Marks, description: All., type: simple,
     type_params: {measure: {name: marks, fill_nulls_with: 0}},
     config: {meta: {group: a, unit: count, direction: neutral}}}
  - {name: attended, label: Attended, description: Those., type: simple,
     type_params: {measure: {name: attended, fill_nulls_with: 0}},
     config: {meta: {group: a, unit: count, direction: up}}}
  - {name: rate, label: Rate, description: Share., type: ratio, type_params: {numerator: attended, denominator: marks},
     config: {meta: {group: a, unit: share, direction: up, threshold: {setting: late_after_minutes}}}}
  - {name: missed, label: Missed, description: Rest., type: derived, type_params: {expr: 1 - rate, metrics: [rate]},
     config: {meta: {group: a, unit: share, direction: down}}}
  - {name: seen_7d, label: Seen, description: Lately., type: cumulative,
     type_params: {measure: {name: seen, fill_nulls_with: 0}, cumulative_type_params: {window: 7 days}},
     config: {meta: {group: a, unit: count, direction: up}}}
  - {name: marks_to_date, label: Marks, description: Ever., type: cumulative, type_params: {measure: marks},
     config: {meta: {group: a, unit: count, direction: up}}}
  - {name: median_late, label: Late, description: Median., type: simple, type_params: {measure: minutes},
     config: {meta: {group: a, unit: minutes, direction: down}}}
  - {name: answers, label: Answers, description: All., type: simple, type_params: {measure: answers},
     config: {meta: {group: b, unit: count, direction: up}}}
  - {name: paid, label: Paid, description: Money., type: simple, type_params: {measure: paid},
     config: {meta: {group: b, unit: money, direction: up, is_state: true}}}
  - {name: marks_per_answer, label: Both, description: Two models., type: ratio,
     type_params: {numerator: marks, denominator: answers}, config: {meta: {group: b, unit: share, direction: up}}}
"""

ROWS = """
create schema marts;
create table marts.dim_date as
    select cast(day as date) as date_day from range(date '2026-01-01', date '2026-03-01', interval 1 day) as t (day);
create table marts.dim_campus as from (values (1, 'HERE'), (2, 'THERE')) as t (campus_id, campus_code);
create table marts.dim_student as
    from (values (1, 'S1', 1), (2, 'S2', 1), (3, 'S3', 2)) as t (student_id, enrollment_no, campus_id);
create table marts.fct_enrollment as from (values (1, 7), (3, 7)) as t (student_id, faculty_id);
create table marts.fct_attendance as from marts.fct_enrollment;
create table marts.fct_mark as from (values
    (1, 1, date '2026-01-05', true, false, null),
    (2, 1, date '2026-01-12', true, true, 4),
    (3, 2, date '2026-01-12', false, false, null),
    (4, 3, date '2026-02-02', true, true, 10),
    (5, null, date '2026-02-02', true, false, null)
) as t (mark_id, student_id, marked_on, is_attended, is_late, minutes_late);
create table marts.fct_answer as from (values
    (1, 1, date '2026-01-01', 7, 10.10, true), (2, 1, date '2026-01-01', 7, 0.20, false),
    (3, null, date '2026-02-01', 7, null, true)
) as t (answer_id, campus_id, given_on, faculty_id, paid, is_anonymous);
"""

Ask = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    """Writes one file of definitions and returns its folder."""

    def written(text: str) -> Path:
        (tmp_path / "some.yml").write_text(text)
        return tmp_path

    return written


@pytest.fixture
def registry(write: Callable[[str], Path]) -> Registry:
    return Registry(write(DEFINITIONS))


@pytest.fixture
def ask(registry: Registry) -> Ask:
    """Asks the small database: `ask("rate", by=("campus",))`."""
    return asking(registry)


def asking(registry: Registry) -> Ask:
    """Asks the small database what the registry knows."""
    connection = duckdb.connect()
    connection.execute(ROWS)

    def asked(*metrics: str, **more: Any) -> list[dict[str, Any]]:
        compiled = registry.compile(Question(metrics, **more))
        return compiled.rows(connection.execute(compiled.duckdb, compiled.parameters).fetchall())

    return asked
