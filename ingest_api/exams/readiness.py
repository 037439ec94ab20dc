"""Whether a student may book an exam, and what is missing in words. Who is refused stands in `service.py`."""

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api.auth.dependencies import CurrentUser
from ingest_api.exams import repository
from ingest_api.exams.schemas import OpenExam, OpenExams
from ingest_api.institute.thresholds import in_force
from ingest_api.learning_paths.repository import campus_of
from ingest_api.students import service as students
from warehouse.scope import Resource, row_predicate
from warehouse.settings import Settings


async def open_to(
    connection: AsyncConnection[DictRow], user: CurrentUser, settings: Settings, student_id: int
) -> OpenExams:
    """The exams to come of what a student learns.

    Raises:
        NotFound: there is no such student, or none that `user` may see.
    """
    await students.get(connection, user, student_id)
    chosen = await in_force(connection, settings, await campus_of(connection, student_id))
    scope = row_predicate(user.viewer, Resource.EXAM_SLOTS, "slot")
    rows = await repository.open_to(connection, scope, student_id)
    return OpenExams(
        student_id=student_id,
        ready_percentage=chosen.exam_ready_percentage,
        items=[_exam(row, chosen) for row in rows],
    )


def is_ready(known: DictRow, settings: Settings) -> bool:
    """Whether the topic is done, or enough of the subject; `known`: a row of `repository.readiness`."""
    return bool(known["is_topic_done"] or known["percentage"] >= settings.exam_ready_percentage)


def not_ready(known: DictRow, settings: Settings) -> str:
    """How far the subject is, and how far it must be."""
    return f"{known['percentage']:g}% of the subject is complete; book from {settings.exam_ready_percentage:g}% on"


def _exam(row: DictRow, settings: Settings) -> OpenExam:
    ready = is_ready(row, settings)
    missing = None
    if row["booking_id"] is not None:
        pass
    elif not ready:
        missing = not_ready(row, settings)
        if row["topic_name"] is not None:
            missing += f", or once the topic {row['topic_name']} is done"
    elif row["booked_count"] >= row["capacity"]:
        missing = "every place is taken"
    elif row["clashes_with"] is not None:
        missing = f"there is a place in {row['clashes_with']} at the same time"
    return OpenExam.model_validate(
        {
            **row,
            "completion_percentage": row["percentage"],
            "is_ready": ready,
            "is_bookable": row["booking_id"] is None and missing is None,
            "missing": missing,
        }
    )
