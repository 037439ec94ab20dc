"""Writing points that students gained and lost."""

import psycopg

from ingest_api.imports.staging import StagedFile
from ingest_api.imports.upsert import upsert


def write_rewards_penalties(connection: psycopg.Connection, _: StagedFile) -> None:
    """Rewards and penalties by reference. Points are stored as a size: a penalty of -5 and of 5 are the same."""
    upsert(
        connection,
        "rewards_penalties",
        "rewards_penalties",
        ("reference",),
        ("student_id", "faculty_id", "type", "category", "reason", "points", "date", "status"),
        """select staged.line, staged.reference, student.id as student_id, faculty.id as faculty_id, staged.type,
            staged.category, staged.reason, abs(staged.points) as points, staged.date, staged.status
        from import_rewards_penalties as staged
        join operational.students as student using (enrollment_no)
        left join operational.faculties as faculty using (employee_id)""",
    )
