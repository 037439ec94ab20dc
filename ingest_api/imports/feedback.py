"""Writing what people said. Without an enrolment number it is anonymous, and nothing written tells who it was."""

import psycopg

from ingest_api.imports.staging import StagedFile
from ingest_api.imports.upsert import upsert


def write_feedback(connection: psycopg.Connection, _: StagedFile) -> None:
    """Feedback by reference, known since it was given. How far the institute has answered it stays as it is."""
    upsert(
        connection,
        "feedback",
        "feedback",
        ("reference",),
        (
            "campus_id",
            "student_id",
            "is_anonymous",
            "faculty_id",
            "session_id",
            "feedback_type",
            "rating",
            "comments",
            "submitted_at",
        ),
        """select staged.line, staged.feedback as reference, campus.id as campus_id, student.id as student_id,
            student.id is null as is_anonymous, faculty.id as faculty_id, session.id as session_id,
            staged.feedback_type, staged.rating, staged.comments,
            case when staged.created_at like '%+00:00' then staged.created_at::timestamptz
                else staged.created_at::timestamp at time zone campus.time_zone end as submitted_at
        from import_feedback as staged
        left join operational.campuses as campus on campus.code = staged.campus
        left join operational.students as student using (enrollment_no)
        left join operational.faculties as faculty using (employee_id)
        left join operational.learning_sessions as session on session.reference = staged.session""",
    )
