"""A small published snapshot: two campuses, three students, the relations that the screens ask for."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb

from warehouse.published import BUILD_FILE, POINTER, RESTRICTED_FILE, WAREHOUSE_FILE

AS_OF = date(2024, 7, 1)
MONDAY = AS_OF

_RELATIONS = """
create schema marts;
create schema reporting;
create table marts.dim_campus (campus_id bigint, campus_code text, campus_name text, time_zone text);
create table marts.fct_enrollment (
    enrollment_id bigint, student_id bigint, faculty_id bigint, campus_id bigint, enrollment_no text, subject_code text
);
create table reporting.rpt_institute_overview (
    campus_code text, active_students bigint, active_enrollments bigint, attendance_rate_30d double,
    attendance_rate_prev_30d double, marks_total bigint, marks_today bigint, velocity_28d double, at_risk_high bigint,
    forecast_completions_30d bigint, as_of_date date
);
create table reporting.rpt_institute_week (
    campus_code text, week_start date, marks bigint, attended bigint, attendance_rate double,
    mastery_gained double, delivered_hours double, velocity double
);
create table reporting.rpt_institute_forecast_month (campus_code text, month_start date, completions bigint);
create table reporting.rpt_institute_at_risk (
    enrollment_id bigint, student_id bigint, enrollment_no text, campus_code text, subject text, subject_name text,
    p_drop double, band text, reasons varchar[], last_attended_on date, topics_done integer, topics_total integer
);
create table reporting.rpt_completion_forecast (
    enrollment_no text, subject text, scored_as_of date, p10_date date, p50_date date, p90_date date
);
create table reporting.rpt_model_card (
    model text, version text, trained_on_rows bigint, trained_until date, baseline text, metric text, value double,
    baseline_value double, low double, high double
);
"""

_PEOPLE = """
create table dim_person (student_id bigint, first_name text, last_name text);
insert into dim_person values (1, 'Asha', 'Rao'), (2, 'Dev', '<b>Nair</b>'), (3, 'Zoya', null);
"""

_ROWS = """
insert into marts.dim_campus values (1, 'PUNE', 'Pune Camp', 'Asia/Kolkata'), (2, 'GOA', 'Goa Panaji', 'Asia/Kolkata');
insert into marts.fct_enrollment values
    (11, 1, 7, 1, 'S1', 'PY'), (12, 2, 7, 1, 'S2', 'PY'), (13, 3, 8, 2, 'S3', 'PY');
insert into reporting.rpt_institute_overview values
    ('all', 3, 3, 0.9, 0.8, 40, 4, 0.5, 2, 1, '2024-07-01'),
    ('PUNE', 2, 2, 0.875, null, 30, 3, null, 1, 1, '2024-07-01'),
    ('GOA', 1, 1, null, null, 10, 1, 0.4, 1, 0, '2024-07-01');
insert into reporting.rpt_institute_at_risk values
    (11, 1, 'S1', 'PUNE', 'PY', 'Python', 0.7, 'high', ['Missed 3 of the last 5 sessions'], '2024-06-20', 3, 10),
    (12, 2, 'S2', 'PUNE', 'PY', 'Python', 0.4, 'medium', [], null, 5, 10),
    (13, 3, 'S3', 'GOA', 'PY', 'Python', 0.9, 'high', ['No session attended for 16 days'], '2024-06-15', 1, 10);
insert into reporting.rpt_institute_forecast_month values
    ('all', '2024-06-01', 9), ('all', '2024-07-01', 1), ('all', '2024-09-01', 2), ('PUNE', '2024-09-01', 2);
insert into reporting.rpt_completion_forecast values
    ('S1', 'PY', '2024-07-01', '2024-08-01', '2024-08-20', '2024-10-01'),
    ('S3', 'PY', '2024-07-01', null, '2024-09-09', null);
insert into reporting.rpt_model_card values
    ('at_risk', '3', 120, '2024-06-30', 'rule', 'auc', 0.8, 0.6, 0.75, 0.85),
    ('at_risk', '3', 120, '2024-06-30', 'none', 'known_outcomes', 120, null, null, null);
"""


def make_snapshot(home: Path, build_id: str = "build-1", *, is_empty: bool = False) -> None:
    """Publishes a snapshot under `home`, as `warehouse/publish.py` lays it out; with or without rows."""
    folder = home / "snapshots" / build_id
    folder.mkdir(parents=True)
    with duckdb.connect(folder / WAREHOUSE_FILE) as connection:
        connection.execute(_RELATIONS)
        if not is_empty:
            connection.execute(_ROWS)
            connection.executemany("insert into reporting.rpt_institute_week values (?, ?, ?, ?, ?, ?, ?, ?)", _weeks())
    with duckdb.connect(folder / RESTRICTED_FILE) as connection:
        connection.execute(_PEOPLE)
    told = {
        "build_id": build_id,
        "built_at": datetime.now(UTC).isoformat(),
        "source_as_of": str(AS_OF),
        "extract_id": 1,
    }
    (folder / BUILD_FILE).write_text(json.dumps(told))
    pointer = home / "snapshots" / POINTER
    pointer.unlink(missing_ok=True)
    pointer.symlink_to(build_id)


def _weeks() -> list[tuple[object, ...]]:
    """Twenty weeks of the institute: 80 % attended, 90 % in the last four."""
    rows: list[tuple[object, ...]] = []
    for back in range(20):
        attended = 90 if back < 4 else 80
        week = MONDAY - timedelta(weeks=back)
        rows.append(("all", week, 100, attended, attended / 100, 30.0, 60.0, 0.5))
    return rows
