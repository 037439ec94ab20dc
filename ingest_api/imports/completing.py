# ruff: noqa: S608 - only names from formats.py are put together, values are bound
"""Fills in what a row leaves open, in the staging tables, so that rules and upserts see whole rows.

Belongs here: what an absent column or an empty cell stands for. First comes what the database knows (an absent column
never erases anything), then what other cells say, then the default.
"""

from collections.abc import Mapping

import psycopg

from ingest_api.imports.formats import FileFormat
from ingest_api.imports.staging import StagedFile

# By file, in the order in which they run.
_DERIVED: dict[str, tuple[str, ...]] = {
    "counselors": ("update import_counselors set first_name = email where first_name is null",),
    "faculties": ("update import_faculties set first_name = employee_id where first_name is null",),
    "students": ("update import_students set first_name = enrollment_no where first_name is null",),
    "enrollments": (
        """update import_enrollments
        set ended_on = coalesce(ended_on, actual_completion_date),
            actual_completion_date = coalesce(actual_completion_date, ended_on)
        where status = 'completed' and (ended_on is null) <> (actual_completion_date is null)
            and faulty is null""",
    ),
    "batches": (
        "update import_batches set name = batch where name is null",
        """update import_batches as staged set campus = coalesce(
            (select campus from existing_batches as known where known.batch = staged.batch),
            (select campus from import_faculties as known where known.employee_id = staged.employee_id limit 1),
            (select campus from existing_faculties as known where known.employee_id = staged.employee_id),
            (
                select coalesce(fresh.campus, known.campus)
                from string_to_table(staged.members, ';') with ordinality as member (enrollment_no, place)
                left join import_students as fresh on fresh.enrollment_no = member.enrollment_no
                left join existing_students as known on known.enrollment_no = member.enrollment_no
                where coalesce(fresh.campus, known.campus) is not null
                order by member.place
                limit 1
            ),
            %(campus)s
        )""",
    ),
    "sessions": (
        """update import_sessions as staged set subject = coalesce(
            (select subject from import_batches as known where known.batch = staged.batch limit 1),
            (select subject from existing_batches as known where known.batch = staged.batch)
        ) where batch is not null and subject is null""",
        """update import_sessions
        set session_type = case when batch is null then 'individual' else 'group' end
        where session_type is null""",
    ),
    "assessments": (
        """update import_assessments
        set status = case
            when marks_obtained is not null then 'graded'
            when assessment_date is not null then 'completed'
            else 'pending'
        end
        where status is null and faulty is null""",
        """update import_assessments set graded_on = assessment_date
        where status = 'graded' and graded_on is null and not 'graded_on' = any(coalesce(faulty, '{}'))""",
    ),
    "inquiries": (
        "update import_inquiries set student_name = inquiry where student_name is null",
        """update import_inquiries as staged set campus = coalesce(
            (select campus from import_counselors as known where known.email = staged.counselor limit 1),
            (select campus from existing_counselors as known where known.email = staged.counselor)
        ) where campus is null and counselor is not null""",
    ),
    "feedback": (
        """update import_feedback as staged set campus = coalesce(
            (select campus from import_students as known where known.enrollment_no = staged.enrollment_no limit 1),
            (select campus from existing_students as known where known.enrollment_no = staged.enrollment_no),
            (select campus from import_faculties as known where known.employee_id = staged.employee_id limit 1),
            (select campus from existing_faculties as known where known.employee_id = staged.employee_id),
            (
                select coalesce(batch.campus, known_batch.campus, student.campus, known_student.campus)
                from import_sessions as held
                left join import_batches as batch on batch.batch = held.batch
                left join existing_batches as known_batch on known_batch.batch = held.batch
                left join import_students as student on student.enrollment_no = held.enrollment_no
                left join existing_students as known_student on known_student.enrollment_no = held.enrollment_no
                where held.session = staged.session
                limit 1
            ),
            (
                select campus.code
                from operational.learning_sessions as held
                join operational.campuses as campus on campus.id = held.campus_id
                where held.reference = staged.session
            ),
            (select campus from existing_feedback as known where known.feedback = staged.feedback),
            %(campus)s
        )""",
    ),
}


def complete(connection: psycopg.Connection, staged: Mapping[str, StagedFile]) -> None:
    """Completes every staged file. The only campus there is goes without saying."""
    campuses = connection.execute(
        "select code from import_campuses where code is not null union select code from existing_campuses limit 2"
    ).fetchall()
    campus = campuses[0][0] if len(campuses) == 1 else None
    for file in staged.values():
        format_ = file.format
        _fill_from_database(connection, format_, file.present)
        for column in format_.columns:
            default = campus if column.name == "campus" else column.default
            if default is not None:
                connection.execute(
                    f"update {format_.staging} set {column.name} = %s where {column.name} is null", (default,)
                )
        for statement in _DERIVED.get(format_.name, ()):
            connection.execute(statement, {"campus": campus} if "%(campus)s" in statement else None)


def _fill_from_database(connection: psycopg.Connection, format_: FileFormat, present: frozenset[str]) -> None:
    open_columns = [
        column.name
        for column in format_.columns
        if not column.is_key and not column.is_list and (column.name not in present or column.keeps_when_empty)
    ]
    if not open_columns or not set(format_.keys) <= present:
        return
    assignments = ", ".join(f"{name} = coalesce(staged.{name}, known.{name})" for name in open_columns)
    gains = " or ".join(f"(staged.{name} is null and known.{name} is not null)" for name in open_columns)
    match = " and ".join(f"known.{key} = staged.{key}" for key in format_.keys)
    connection.execute(
        f"update {format_.staging} as staged set {assignments} from {format_.existing} as known "
        f"where {match} and ({gains})"
    )
