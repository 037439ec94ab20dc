"""Writing what came in."""

import psycopg

from ingest_api.imports.staging import StagedFile
from ingest_api.imports.upsert import upsert


def write_payments(connection: psycopg.Connection, _: StagedFile) -> None:
    """Payments by receipt, for the enrolment in the subject where there is one."""
    upsert(
        connection,
        "payments",
        "payments",
        ("receipt",),
        ("student_id", "subject_id", "enrollment_id", "amount", "paid_on", "method"),
        """select staged.line, staged.receipt, student.id as student_id, subject.id as subject_id,
            enrollment.id as enrollment_id, staged.amount, staged.paid_on, staged.method
        from import_payments as staged
        join operational.students as student using (enrollment_no)
        left join operational.subjects as subject on subject.code = staged.subject
        left join operational.student_subject_enrollments as enrollment
            on enrollment.student_id = student.id and enrollment.subject_id = subject.id""",
    )
