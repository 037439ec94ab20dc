"""A small published snapshot about a test's school, with the relations and columns that dbt promises.

Two students of the school and one of the other campus; every figure is small enough to be counted by hand.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import yaml

from tests.ingest_api.school import School
from warehouse.published import BUILD_FILE, POINTER, RESTRICTED_FILE, WAREHOUSE_FILE
from warehouse.settings import PROJECT_ROOT
from warehouse.vocabulary import Role

AS_OF = date(2026, 6, 15)
BUILD_ID = "build-1"
MODELS = PROJECT_ROOT / "dbt" / "models"
_TYPES = {"double precision": "double", "text[]": "varchar[]"}

# What dbt keeps added up of these rows.
PREPARED = (
    """
    insert into reporting.rpt_attendance_day by name
    select campus_id, subject_id, session_date, count(*) as marks, count(*) filter (where is_attended) as attended,
        count(*) filter (where not is_attended) as absent, count(*) filter (where attendance_status = 'late') as late,
        sum(delivered_minutes) as attended_minutes
    from marts.fct_attendance group by all
    """,
    """
    insert into reporting.rpt_student_attendance_30d by name
    select student_id, $as_of as as_of_date, count(*) as marks, count(*) filter (where is_attended) as attended,
        count(*) filter (where not is_attended) as absent, count(*) filter (where attendance_status = 'late') as late
    from marts.fct_attendance where session_date between $as_of - 29 and $as_of group by all
    """,
    """
    insert into reporting.rpt_student_attendance by name
    select student_id, count(*) as marks, count(*) filter (where is_attended) as attended,
        count(*) filter (where not is_attended) as absent, count(*) filter (where attendance_status = 'late') as late,
        sum(delivered_minutes) as attended_minutes,
        max(session_date) filter (where is_attended) as last_attended_on
    from marts.fct_attendance group by all
    """,
    """
    insert into reporting.rpt_enrollment_velocity_28d by name
    select enrollment_id, $as_of as as_of_date, sum(mastery_gained) as mastery_gained,
        sum(delivered_hours) as delivered_hours, arg_max(trend, week_start) as trend
    from features.feat_velocity_week
    where week_start <= $as_of and week_start > $as_of - 28 group by all
    """,
    """
    insert into reporting.rpt_attendance_month by name
    select campus_code, case when campus_code <> 'all' then max(campus_id) end as campus_id,
        date_trunc('month', session_date) as month_start, count(*) as marks,
        count(*) filter (where is_attended) as attended,
        count(distinct student_id) filter (where is_attended) as attending_students
    from marts.fct_attendance
    inner join (
        select campus_id, unnest([campus_code, 'all']) as campus_code from marts.dim_campus
    ) as scope using (campus_id)
    where session_date <= $as_of group by campus_code, month_start
    """,
    """
    insert into reporting.rpt_faculty_week by name
    select faculty_id, campus_id, date_trunc('week', session_date) as week_start, count(*) as sessions,
        count(*) filter (where is_delivered) as sessions_delivered,
        count(*) filter (where status = 'cancelled') as sessions_cancelled,
        count(*) filter (where status = 'no_show') as sessions_no_show,
        coalesce(sum(duration_minutes) filter (where is_delivered), 0) as delivered_minutes,
        coalesce(sum(duration_minutes) filter (where status = 'cancelled'), 0) as cancelled_minutes,
        coalesce(sum(duration_minutes) filter (where status = 'no_show'), 0) as no_show_minutes,
        0 as days
    from marts.fct_session where session_date <= $as_of group by all
    """,
    """
    insert into reporting.rpt_faculty_week by name
    select faculty_id, campus_id, date_trunc('week', date_day) as week_start, 0 as sessions, count(*) as days,
        sum(available_minutes) as available_minutes, sum(delivered_within_minutes) as delivered_within_minutes,
        sum(idle_minutes) as idle_minutes, sum(overtime_minutes) as overtime_minutes
    from marts.fct_faculty_day where date_day <= $as_of group by all
    """,
    """
    insert into reporting.rpt_topic_month by name
    select subject_id, topic_id, date_trunc('month', observed_on) as month_start,
        count(*) filter (where source = 'attendance') as topic_coverings,
        count(understanding) filter (where source = 'attendance') as judgements,
        sum(understanding) filter (where source = 'attendance') as understanding_sum,
        count(understanding) filter (where source = 'attendance' and is_done) as understood_judgements
    from marts.fct_topic_observation where observed_on <= $as_of group by all
    """,
)

Rows = dict[str, list[dict[str, Any]]]


@cache
def definitions() -> dict[str, str]:
    """`create table` of every published relation, from dbt's contracts, by `schema.name`."""
    found: dict[str, str] = {}
    for folder in ("marts", "features", "reporting"):
        for file in (MODELS / folder).glob("*.yml"):
            for model in yaml.load(file.read_text(), yaml.CSafeLoader).get("models", []):  # noqa: S506 - is a safe loader
                if any("data_type" not in column for column in model["columns"]):
                    continue
                query = (MODELS / folder / f"{model['name']}.sql").read_text()
                schema = "restricted" if "schema='restricted'" in query else folder
                columns = ", ".join(
                    f'"{column["name"]}" {_TYPES.get(column["data_type"], column["data_type"])}'
                    for column in model["columns"]
                )
                found[f"{schema}.{model['name']}"] = f"create table {schema}.{model['name']} ({columns})"
    return found


def publish(home: Path, rows: Rows) -> None:
    """Publishes `rows` (by `schema.relation`; columns left out are empty), laid out as by `warehouse/publish.py`."""
    folder = home / "snapshots" / BUILD_ID
    folder.mkdir(parents=True)
    with (
        duckdb.connect(folder / WAREHOUSE_FILE) as open_file,
        duckdb.connect(folder / RESTRICTED_FILE) as restricted_file,
    ):
        # In one transaction, or every row would wait for the disk.
        for file in (open_file, restricted_file):
            file.begin()
        for schema in ("marts", "features", "reporting"):
            open_file.execute(f"create schema {schema}")
        for name, definition in definitions().items():
            is_restricted = name.startswith("restricted.")
            target = restricted_file if is_restricted else open_file
            target.execute(definition.replace("restricted.", "", 1))
            relation = name.removeprefix("restricted.")
            for keys, alike in groupby(rows.get(name, []), key=tuple):
                values = [list(row.values()) for row in alike]
                columns, marks = ", ".join(f'"{key}"' for key in keys), ", ".join("?" for _ in keys)
                statement = f"insert into {relation} ({columns}) values {', '.join([f'({marks})'] * len(values))}"
                target.execute(statement, [value for row in values for value in row])
        for query in PREPARED:
            open_file.execute(query, {"as_of": AS_OF} if "$as_of" in query else {})
        for file in (open_file, restricted_file):
            file.commit()
    told = {
        "build_id": BUILD_ID,
        "built_at": datetime(2026, 6, 15, 6, tzinfo=UTC).isoformat(),
        "source_as_of": str(AS_OF),
        "extract_id": 1,
    }
    (folder / BUILD_FILE).write_text(json.dumps(told))
    (home / "snapshots" / POINTER).symlink_to(BUILD_ID)


def ago(days: int) -> date:
    """A day before the build's."""
    return AS_OF - timedelta(days=days)


def rows_about(school: School) -> Rows:
    """What the snapshot knows of the school."""
    student, classmate, other = school.students[0], school.students[1], school.other_student
    counselor = school.users[Role.COUNSELOR]
    said = [
        feedback(1, school.campus, school.faculty, 5, "positive", ["pace"]),
        feedback(2, school.campus, school.faculty, 2, "negative", ["pace", "room"], status="resolved")
        | {"hours_to_resolve": 48.0},
        feedback(3, school.campus, None, 4, None, []),
        feedback(4, school.other_campus, None, 1, "negative", ["fees"]),
    ]
    return {
        "marts.dim_campus": [
            {"campus_id": school.campus, "campus_code": "HERE", "campus_name": "Here", "time_zone": "UTC"},
            {"campus_id": school.other_campus, "campus_code": "THERE", "campus_name": "There", "time_zone": "UTC"},
        ],
        "marts.dim_subject": [
            {"subject_id": 1, "subject_code": "PY", "subject_name": "Python"},
            {"subject_id": 2, "subject_code": "SQL", "subject_name": "Databases"},
        ],
        "marts.dim_student": [
            {"student_id": student, "enrollment_no": "S1", "campus_id": school.campus},
            {"student_id": classmate, "enrollment_no": "=S2", "campus_id": school.campus},
            {"student_id": other, "enrollment_no": "S3", "campus_id": school.other_campus},
        ],
        "marts.dim_faculty": [
            {"faculty_id": school.faculty, "employee_id": "F1", "campus_id": school.campus},
            {"faculty_id": school.colleague, "employee_id": "F2", "campus_id": school.campus},
        ],
        "marts.dim_date": [{"date_day": ago(days), "day_of_week": ago(days).isoweekday()} for days in range(-10, 400)],
        "marts.dim_holiday": [{"holiday_id": 1, "campus_id": school.campus, "holiday_date": ago(7)}],
        # Two hours every Monday; the build's day is one, and the Monday before it is a holiday.
        "marts.dim_faculty_availability": [
            {"faculty_id": school.faculty, "campus_id": school.campus, "day_of_week": 1, "available_minutes": 120.0}
        ],
        "marts.fct_faculty_day": [
            {"faculty_day_key": f"{school.faculty}@{ago(days)}", "faculty_id": school.faculty}
            | {"campus_id": school.campus, "date_day": ago(days), "available_minutes": 120, "overtime_minutes": 0}
            | {"delivered_within_minutes": 60 if days in (0, 14) else 0}
            | {"idle_minutes": 60 if days in (0, 14) else 120}
            for days in range(0, 390, 7)
            if days != 7
        ],
        "marts.fct_enrollment": [
            enrollment(11, student, "S1", school.faculty, school.campus, expected_completion_date=ago(-30)),
            enrollment(12, classmate, "=S2", school.colleague, school.campus),
            enrollment(13, other, "S3", None, school.other_campus),
        ],
        "marts.fct_session": [
            session(1, school, 14, "completed"),
            session(2, school, 0, "completed"),
            session(3, school, 1, "cancelled"),
            session(4, school, 2, "no_show"),
        ],
        "marts.fct_attendance": list(marks(school)),
        "marts.fct_assessment": [
            {"assessment_id": 1, "student_id": student, "due_date": ago(3), "is_late": False, "status": "pending"},
            {"assessment_id": 2, "student_id": student, "due_date": ago(-3), "is_late": False, "status": "pending"},
            {"assessment_id": 3, "student_id": student, "submitted_on": ago(9), "is_late": True, "percentage": 80.0},
        ],
        "marts.fct_reward": [
            {"reward_id": 1, "student_id": student, "signed_points": 10},
            {"reward_id": 2, "student_id": student, "signed_points": -4},
        ],
        "marts.fct_payment": [
            {"payment_id": 1, "student_id": student, "campus_id": school.campus, "amount": 1000, "paid_on": ago(5)},
            {"payment_id": 2, "student_id": other, "campus_id": school.other_campus, "amount": 70, "paid_on": ago(5)},
        ],
        "marts.fct_faculty_time": [
            {"time_entry_id": 1, "faculty_id": school.faculty, "work_date": ago(1), "kind": "meeting", "minutes": 90}
        ],
        "marts.fct_inquiry": [
            inquiry(1, school.campus, counselor, "referral", "enrolled", 40, was_contacted=True, was_scheduled=True)
            | {"student_id": student, "days_to_contact": 2, "closed_on": ago(20)},
            inquiry(2, school.campus, counselor, "referral", "lost", 30, was_contacted=True) | {"closed_on": ago(10)},
            inquiry(3, school.campus, counselor, "website", "contacted", 20, was_contacted=True),
            inquiry(4, school.campus, None, "website", "new", 3) | {"next_follow_up_date": ago(-1)},
            inquiry(5, school.campus, None, "website", "new", 3) | {"is_duplicate": True},
            inquiry(6, school.other_campus, None, "walk_in", "new", 3),
        ],
        "marts.fct_inquiry_outcome": [
            outcome(1, school.campus, counselor, "referral", "enrolled", 40)
            | {"student_id": student, "enrollments": 1, "collected_amount": 1000},
            outcome(2, school.campus, counselor, "referral", "lost", 30),
            outcome(3, school.campus, counselor, "website", "contacted", 20, is_overdue=True, is_stale=True),
            outcome(4, school.campus, None, "website", "new", 3, is_unassigned=True),
            outcome(6, school.other_campus, None, "walk_in", "new", 3, is_unplanned=True, is_unassigned=True),
        ],
        "marts.fct_inquiry_stage_change": [
            {"stage_change_id": key, "inquiry_id": 2, "campus_id": school.campus, "counselor_id": counselor}
            | {"source": "referral", "is_duplicate": False, "inquired_on": ago(30)}
            | {"from_status": before, "to_status": after, "changed_on": ago(days), "days_in_previous_stage": stayed}
            for key, before, after, days, stayed in (
                (1, "new", "contacted", 25, 5),
                (2, "contacted", "lost", 10, 15),
            )
        ],
        "marts.fct_follow_up": [
            {"follow_up_id": 1, "inquiry_id": 3, "follow_up_date": ago(18), "status": "completed", "is_overdue": False},
            {"follow_up_id": 2, "inquiry_id": 3, "follow_up_date": ago(2), "status": "pending", "is_overdue": True},
        ],
        "marts.fct_feedback": said,
        "marts.fct_feedback_theme": list(themes(said)),
        "reporting.rpt_feedback_sentiment": [meant(row) for row in said],
        "reporting.rpt_feedback_theme": list(themes([meant(row) for row in said])),
        "features.feat_velocity_week": [
            {"velocity_week_key": f"{enrollment_id}@{weeks}", "enrollment_id": enrollment_id, "trend": trend}
            | {"week_start": ago(7 * weeks), "topics_completed": 1, "mastery_gained": gained, "delivered_hours": 2.0}
            for enrollment_id, gained, trend in ((11, 3.0, "falling"), (12, 1.0, "steady"), (13, 4.0, "rising"))
            for weeks in (0, 1)
        ],
        "reporting.rpt_velocity_estimate": [
            {"enrollment_id": 11, "enrollment_no": "S1", "subject": "PY", "scored_as_of": AS_OF, "velocity": 1.2}
            | {"velocity_low": 0.8, "velocity_high": 1.7, "own_weight": 0.6, "cohort_velocity": 1.0}
            | {"peer_count": 9, "peers_slower_share": 0.7, "trend": "steady"}
        ],
        "reporting.rpt_next_topic": [
            {"enrollment_id": 11, "place": place, "topic_id": place, "topic_name": name, "step": "next"}
            | {"reason": reason, "expected_sessions": sessions, "suited_level": "medium"}
            for place, name, reason, sessions in (
                (2, "Files", "Next in teaching order; it builds on no other topic.", None),
                (1, "Functions", "Unlocked by Loops. Students like you take about 2 sessions.", 2.2),
            )
        ],
        "reporting.rpt_completion_forecast": [
            forecast("S1", ago(-60)),
            forecast("=S2", None),
            forecast("S3", ago(-20)),
        ],
        "reporting.rpt_at_risk": [
            {"enrollment_no": "S1", "subject": "PY", "p_drop": 0.7, "band": "high", "reasons": ["Missed 2 sessions"]}
        ],
        "reporting.rpt_institute_overview": [
            {"campus_code": code, "active_students": students, "active_enrollments": students, "marks_total": 5}
            | {"marks_today": 1, "at_risk_high": 1, "forecast_completions_30d": 0, "as_of_date": AS_OF}
            for code, students in (("all", 3), ("HERE", 2), ("THERE", 1))
        ],
        "restricted.dim_person": [
            {"user_id": 1, "student_id": student, "first_name": "Asha", "last_name": "Rao"},
            {"user_id": 2, "student_id": classmate, "first_name": "देव", "last_name": None},
            {"user_id": 3, "faculty_id": school.faculty, "first_name": "Farah", "last_name": "Khan"},
            {"user_id": counselor, "first_name": "Chetan", "last_name": "Iyer"},
        ],
    }


def enrollment(key: int, student: int, number: str, faculty: int | None, campus: int, **more: Any) -> dict[str, Any]:
    """A running enrolment in Python."""
    return {
        "enrollment_id": key,
        "student_id": student,
        "enrollment_no": number,
        "faculty_id": faculty,
        "campus_id": campus,
        "subject_id": 1,
        "subject_code": "PY",
        "status": "active",
        "enrolled_on": ago(90),
        "completion_percentage": 40.0,
        **more,
    }


def session(key: int, school: School, days: int, status: str) -> dict[str, Any]:
    """An hour of the school's faculty."""
    return {
        "session_id": key,
        "campus_id": school.campus,
        "faculty_id": school.faculty,
        "session_date": ago(days),
        "duration_minutes": 60,
        "status": status,
        "is_delivered": status == "completed",
    }


def marks(school: School) -> Iterator[dict[str, Any]]:
    """Four marks of the school's student with its faculty (two absent), one of a classmate, one elsewhere."""
    taught = [
        (school.students[0], 14, "present", school.faculty, school.campus, 1),
        (school.students[0], 13, "absent", school.faculty, school.campus, 1),
        (school.students[0], 6, "absent", school.faculty, school.campus, 2),
        (school.students[0], 0, "late", school.faculty, school.campus, 1),
        (school.students[1], 0, "present", school.colleague, school.campus, 1),
        (school.other_student, 0, "absent", None, school.other_campus, 1),
    ]
    for key, (student, days, status, faculty, campus, subject) in enumerate(taught, start=1):
        yield {
            "attendance_id": key,
            "session_id": key,
            "student_id": student,
            "enrollment_id": {school.students[0]: 11, school.students[1]: 12}.get(student, 13),
            "subject_id": subject,
            "faculty_id": faculty,
            "campus_id": campus,
            "session_date": ago(days),
            "attendance_status": status,
            "is_attended": status != "absent",
            "delivered_minutes": 0 if status == "absent" else 60,
        }


def inquiry(
    key: int, campus: int, counselor: int | None, source: str, status: str, days: int, **reached: bool
) -> dict[str, Any]:
    """An inquiry of `days` ago."""
    return {
        "inquiry_id": key,
        "campus_id": campus,
        "counselor_id": counselor,
        "source": source,
        "status": status,
        "inquired_on": ago(days),
        "is_duplicate": False,
        "was_contacted": False,
        "was_scheduled": False,
        **reached,
    }


def outcome(
    key: int, campus: int, counselor: int | None, source: str, status: str, days: int, **needs: bool
) -> dict[str, Any]:
    """What became of an inquiry of `days` ago."""
    states = dict.fromkeys(("is_overdue", "is_unplanned", "is_unassigned", "is_stale"), False)
    return {
        "inquiry_id": key,
        "campus_id": campus,
        "counselor_id": counselor,
        "source": source,
        "status": status,
        "inquired_on": ago(days),
        "is_open": status not in ("enrolled", "lost"),
        "age_days": days,
        "enrollments": 0,
        "completed_enrollments": 0,
        "collected_amount": 0,
        **states,
        **needs,
    }


def themes(of: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A row for every theme of feedback."""
    told = (
        "feedback_id",
        "campus_id",
        "faculty_id",
        "feedback_type",
        "rating",
        "sentiment",
        "submitted_on",
        "is_anonymous",
    )
    for row in of:
        for theme in row["themes"]:
            key = f"{row['feedback_id']}@{theme}"
            yield {"feedback_theme_key": key, "theme": theme} | {name: row[name] for name in told}


def meant(row: dict[str, Any]) -> dict[str, Any]:
    """What is told of feedback: what staff settled on, or that the model is not sure that it is neutral."""
    is_settled = row["sentiment"] is not None
    told = {"is_settled": is_settled, "is_unsure": not is_settled, "is_contradicted": False, "has_comment": True}
    sentiment = row["sentiment"] or "neutral"
    return (
        {name: value for name, value in row.items() if name not in ("status", "hours_to_resolve")}
        | told
        | {
            "sentiment": sentiment,
            "confidence": 1.0 if is_settled else 0.5,
        }
    )


def feedback(
    key: int, campus: int, faculty: int | None, rating: int, sentiment: str | None, themes: list[str], **more: Any
) -> dict[str, Any]:
    """Feedback of last week."""
    return {
        "feedback_id": key,
        "campus_id": campus,
        "faculty_id": faculty,
        "feedback_type": "faculty" if faculty else "institute",
        "rating": rating,
        "sentiment": sentiment,
        "themes": themes,
        "status": "pending",
        "submitted_on": ago(7),
        "is_anonymous": False,
        **more,
    }


def forecast(number: str, likely: date | None) -> dict[str, Any]:
    """When an enrolment will be completed."""
    return {
        "enrollment_no": number,
        "subject": "PY",
        "scored_as_of": AS_OF,
        "topics_done": 2,
        "topics_total": 5,
        "p50_date": likely,
        "p_finish": 0.8,
        "p_on_time": 0.4,
        "p_on_time_if_finished": 0.5,
        "method": "pace",
    }
