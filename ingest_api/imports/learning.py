"""Writing what is planned and done: enrolments, batches, sessions, assessments. Attendance has a module of its own."""

import psycopg

from ingest_api.imports.staging import StagedFile
from ingest_api.imports.upsert import replace_links, upsert


def write_enrollments(connection: psycopg.Connection, _: StagedFile) -> None:
    """Enrolments by student and subject. Their completion follows from what was observed, whatever the status says."""
    upsert(
        connection,
        "enrollments",
        "student_subject_enrollments",
        ("student_id", "subject_id"),
        (
            "faculty_id",
            "enrollment_date",
            "expected_completion_date",
            "actual_completion_date",
            "ended_on",
            "status",
            "notes",
        ),
        """select staged.line, student.id as student_id, subject.id as subject_id, faculty.id as faculty_id,
            staged.enrollment_date, staged.expected_completion_date, staged.actual_completion_date, staged.ended_on,
            staged.status, staged.notes
        from import_enrollments as staged
        join operational.students as student using (enrollment_no)
        join operational.subjects as subject on subject.code = staged.subject
        left join operational.faculties as faculty on faculty.employee_id = staged.employee_id""",
    )


def write_batches(connection: psycopg.Connection, staged: StagedFile) -> None:
    """Batches by reference, then their members."""
    upsert(
        connection,
        "batches",
        "flexible_batches",
        ("reference",),
        (
            "name",
            "campus_id",
            "subject_id",
            "faculty_id",
            "batch_type",
            "start_date",
            "end_date",
            "max_students",
            "status",
        ),
        """select staged.line, staged.batch as reference, staged.name, campus.id as campus_id, subject.id as subject_id,
            faculty.id as faculty_id, staged.batch_type, staged.start_date, staged.end_date, staged.max_students,
            staged.status
        from import_batches as staged
        join operational.campuses as campus on campus.code = staged.campus
        join operational.subjects as subject on subject.code = staged.subject
        left join operational.faculties as faculty on faculty.employee_id = staged.employee_id""",
    )
    if "members" not in staged.present:
        return
    replace_links(
        connection,
        "batches",
        "flexible_batch_members",
        "batch_id",
        "student_id",
        """select batch.id as batch_id
        from import_batches as staged join operational.flexible_batches as batch on batch.reference = staged.batch""",
        """select batch.id as batch_id, student.id as student_id
        from import_members as member
        join import_batches as staged on staged.batch = member.batch
        join operational.flexible_batches as batch on batch.reference = member.batch
        join operational.students as student using (enrollment_no)""",
    )


def write_sessions(connection: psycopg.Connection, _: StagedFile) -> None:
    """Sessions by reference. A known session stays on its campus, even when the student has moved since."""
    upsert(
        connection,
        "sessions",
        "learning_sessions",
        ("reference",),
        (
            "campus_id",
            "student_id",
            "batch_id",
            "faculty_id",
            "subject_id",
            "session_date",
            "start_time",
            "end_time",
            "duration_minutes",
            "session_type",
            "location",
            "status",
            "notes",
        ),
        """select staged.line, staged.session as reference,
            coalesce(known.campus_id, student.campus_id, batch.campus_id) as campus_id, student.id as student_id,
            batch.id as batch_id, faculty.id as faculty_id, subject.id as subject_id, staged.session_date,
            staged.start_time, staged.start_time + make_interval(mins => staged.duration_minutes) as end_time,
            staged.duration_minutes, staged.session_type, staged.location, staged.status, staged.notes
        from import_sessions as staged
        join operational.subjects as subject on subject.code = staged.subject
        left join operational.students as student using (enrollment_no)
        left join operational.flexible_batches as batch on batch.reference = staged.batch
        left join operational.faculties as faculty on faculty.employee_id = staged.employee_id
        left join operational.learning_sessions as known on known.reference = staged.session""",
    )
    # A mark that came by import is known since the session's day, so it moves with the session.
    connection.execute(
        """update operational.session_attendance as mark
        set recorded_at = (session.session_date + time '12:00') at time zone campus.time_zone
        from import_touched as touched
        join operational.learning_sessions as session on session.id = touched.row_id
        join operational.campuses as campus on campus.id = session.campus_id
        where touched.file = 'sessions' and not touched.is_new and mark.session_id = session.id
            and mark.marked_by is null
            and mark.recorded_at <> (session.session_date + time '12:00') at time zone campus.time_zone"""
    )


def write_assessments(connection: psycopg.Connection, _: StagedFile) -> None:
    """Assessments by reference."""
    upsert(
        connection,
        "assessments",
        "assessments",
        ("reference",),
        (
            "student_id",
            "subject_id",
            "topic_id",
            "assessment_type",
            "title",
            "total_marks",
            "marks_obtained",
            "due_date",
            "assessment_date",
            "graded_on",
            "faculty_id",
            "status",
        ),
        """select staged.line, staged.assessment as reference, student.id as student_id, subject.id as subject_id,
            topic.id as topic_id, staged.assessment_type, staged.title, staged.total_marks, staged.marks_obtained,
            staged.due_date, staged.assessment_date, staged.graded_on, faculty.id as faculty_id, staged.status
        from import_assessments as staged
        join operational.students as student using (enrollment_no)
        join operational.subjects as subject on subject.code = staged.subject
        left join operational.topics as topic
            on topic.subject_id = subject.id and topic.order_index = staged.topic
        left join operational.faculties as faculty on faculty.employee_id = staged.employee_id""",
    )
