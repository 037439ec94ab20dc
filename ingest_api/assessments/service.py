"""The rules of assessments: what is set, handed in and graded, and what follows for a student's progress.

The order of locks: the enrolment, then the assessment. A mark is derived from like attendance, in one transaction.
"""

from datetime import date
from typing import Any, Final

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api import people
from ingest_api.assessments import repository, sets
from ingest_api.assessments.schemas import (
    Assessment,
    AssessmentCreate,
    AssessmentGrade,
    AssessmentsSet,
    AssessmentUpdate,
    WorkSet,
    WorkSets,
)
from ingest_api.auth.dependencies import CurrentUser
from ingest_api.batches import service as batches
from ingest_api.errors import Conflict, Forbidden, NotFound
from ingest_api.fields import Nothing
from ingest_api.institute.thresholds import in_force
from ingest_api.listing import Page
from ingest_api.progress import repository as progress
from ingest_api.progress import review
from ingest_api.rows import check_version, lock_row
from ingest_api.students import service as students
from ingest_api.writing import Writing, check_move, sent
from warehouse.scope import Resource, row_predicate
from warehouse.vocabulary import AssessmentStatus, BatchStatus, Role

MOVES: Final = {
    AssessmentStatus.PENDING: frozenset({AssessmentStatus.COMPLETED}),
    # Handed in by mistake.
    AssessmentStatus.COMPLETED: frozenset({AssessmentStatus.PENDING}),
}
_TABLE: Final = "assessments"
_TEXTS: Final = ("title", "description", "feedback", "grade")
# What progress is derived from.
_OBSERVED: Final = {"status", "topic_id", "total_marks", "marks_obtained", "assessment_date", "graded_on"}


async def search(
    connection: AsyncConnection[DictRow],
    user: CurrentUser,
    filters: repository.Filters,
    sort: str,
    cursor: str | None,
    limit: int,
) -> Page[Assessment]:
    """One page of the assessments of students whom `user` may see.

    Raises:
        Invalid: the cursor was not made for this order.
    """
    scope = row_predicate(user.viewer, Resource.STUDENTS, "student")
    rows, next_cursor = await repository.page(connection, scope, filters, sort, cursor, limit)
    return Page(items=[Assessment.model_validate(row) for row in rows], next_cursor=next_cursor)


async def search_sets(
    connection: AsyncConnection[DictRow],
    user: CurrentUser,
    filters: repository.Filters,
    cursor: str | None,
    limit: int,
) -> WorkSets:
    """One page of the work of students whom `user` may see, by what was set at once.

    Raises:
        Invalid: the cursor was not made here.
    """
    scope = row_predicate(user.viewer, Resource.STUDENTS, "student")
    rows, next_cursor = await sets.page(connection, scope, filters, cursor, limit)
    counts = await sets.counts(connection, scope, filters)
    return WorkSets(items=[WorkSet.model_validate(row) for row in rows], next_cursor=next_cursor, **counts)


async def get(connection: AsyncConnection[DictRow], user: CurrentUser, assessment_id: int) -> Assessment:
    """One assessment.

    Raises:
        NotFound: there is none, or none that `user` may see.
    """
    row = await repository.one(connection, row_predicate(user.viewer, Resource.STUDENTS, "student"), assessment_id)
    if row is None:
        raise NotFound(f"there is no assessment {assessment_id} that you may see")
    return Assessment.model_validate(row)


async def create(write: Writing, body: AssessmentCreate) -> AssessmentsSet:
    """Sets work for a student, or for all of a batch who learn its subject now.

    Raises:
        NotFound: the student or the batch is out of sight.
        Forbidden: a faculty member sets work in a colleague's name.
        Invalid: not exactly one of student and batch; subject, topic or faculty member do not fit.
        Conflict: the batch is over, or nobody learns the subject now.
    """
    if (body.student_id is None) == (body.batch_id is None):
        raise people.invalid("student_id", "name either a student or a batch", "one-of")
    if body.batch_id is not None:
        batch = await batches.get(write.connection, write.user, body.batch_id)
        if batch.status is not BatchStatus.ACTIVE:
            raise Conflict(f"this batch is {batch.status}", kind="batch-over")
        if body.subject_id not in (None, batch.subject_id):
            raise people.invalid("subject_id", "the batch learns another subject", "another-subject")
        campus_id, subject_id = batch.campus_id, batch.subject_id
        student_ids = await repository.learners_of_batch(write.connection, body.batch_id)
    else:
        student = await students.get(write.connection, write.user, body.student_id or 0)
        if body.subject_id is None:
            raise people.invalid("subject_id", "work of one student needs a subject", "missing")
        campus_id, subject_id = student.campus_id, body.subject_id
        is_learning = await repository.is_learning(write.connection, student.id, subject_id)
        student_ids = [student.id] if is_learning else []
    if not student_ids:
        raise Conflict("nobody named here learns this subject now", kind="not-enrolled")
    own = write.user.faculty_id if write.user.role is Role.FACULTY else None
    faculty_id = body.faculty_id or own
    await _check_faculty(write, faculty_id, campus_id)
    await _check_topic(write, body.topic_id, subject_id)
    values = body.model_dump(exclude={"student_id", "batch_id"})
    values |= {"subject_id": subject_id, "faculty_id": faculty_id, "description": body.description or None}
    ids = await repository.insert_for(write.connection, student_ids, values)
    await write.event(
        "assessment.set",
        _TABLE,
        ids[0],
        campus_id=campus_id,
        student_id=student_ids[0] if len(student_ids) == 1 else None,
        subject_id=subject_id,
        batch_id=body.batch_id,
        assessment_ids=ids,
    )
    rows = await repository.by_ids(write.connection, ids)
    return AssessmentsSet(items=[Assessment.model_validate(row) for row in rows])


async def change(write: Writing, assessment_id: int, body: AssessmentUpdate) -> Assessment:
    """Changes the fields that were sent, and derives progress anew.

    Raises:
        NotFound: the assessment is out of sight.
        Forbidden: a faculty member sets work in a colleague's name.
        Invalid: topic or faculty member do not fit, the total lies below the mark, or a day lies ahead.
        Conflict: it is not the version the client read, or the move is illegal.
    """
    seen, row = await _locked(write, assessment_id)
    wanted: dict[str, Any] = sent(body)
    before = AssessmentStatus(row["status"])
    status = AssessmentStatus(wanted.get("status", before))
    check_move(before, status, MOVES)
    if "topic_id" in wanted:
        await _check_topic(write, wanted["topic_id"], row["subject_id"])
    if wanted.get("faculty_id") != row["faculty_id"] and "faculty_id" in wanted:
        campus_id = await progress.campus_of(write.connection, seen.student_id)
        await _check_faculty(write, wanted["faculty_id"], campus_id or 0)
    _check_total(row["marks_obtained"], wanted.get("total_marks", row["total_marks"]))
    wanted |= await _handed_in(write, row, wanted, status)
    return await _save(write, row, wanted, "assessment.changed")


async def grade(write: Writing, assessment_id: int, body: AssessmentGrade) -> Assessment:
    """Gives a mark or corrects it, and derives progress anew.

    Raises:
        NotFound: the assessment is out of sight.
        Invalid: the mark lies above the total, there is no total, or the day lies ahead or before the handing in.
        Conflict: it is not the version the client read.
    """
    _, row = await _locked(write, assessment_id)
    wanted: dict[str, Any] = sent(body)
    _check_total(body.marks_obtained, wanted.get("total_marks", row["total_marks"]))
    day: date = wanted.get("graded_on") or row["graded_on"] or await review.today(write.connection)
    handed_in: date = row["assessment_date"] or day
    if "graded_on" not in wanted and row["graded_on"] is None:
        # Handed in by the calendar, while the institute's clock stands earlier.
        day = max(day, handed_in)
    await _refuse_ahead(write, row["student_id"], "graded_on", day)
    if day < handed_in:
        raise people.invalid("graded_on", f"it was handed in on {handed_in}", "order")
    wanted |= {"graded_on": day, "assessment_date": handed_in, "status": AssessmentStatus.GRADED}
    is_first = row["status"] != AssessmentStatus.GRADED
    return await _save(write, row, wanted, "assessment.graded" if is_first else "assessment.regraded")


async def withdraw(write: Writing, assessment_id: int) -> Nothing:
    """Takes back work that was set, while nobody has done anything for it.

    Raises:
        NotFound: the assessment is out of sight.
        Conflict: it is handed in or graded, or not the version the client read.
    """
    _, row = await _locked(write, assessment_id)
    if row["status"] != AssessmentStatus.PENDING:
        raise Conflict("what was handed in or marked cannot be taken back", kind="not-pending")
    await repository.remove(write.connection, assessment_id)
    await write.event(
        "assessment.withdrawn",
        _TABLE,
        assessment_id,
        campus_id=await progress.campus_of(write.connection, row["student_id"]),
        student_id=row["student_id"],
        subject_id=row["subject_id"],
        topic_id=row["topic_id"],
    )
    return Nothing()


async def _locked(write: Writing, assessment_id: int) -> tuple[Assessment, DictRow]:
    """The assessment as it is seen, and its row; the enrolment is locked first, as whoever recomputes must."""
    seen = await get(write.connection, write.user, assessment_id)
    # Imported work may be of a student who was never enrolled: then there is nothing to wait for.
    await progress.lock_enrollment(write.connection, seen.student_id, seen.subject_id)
    row = await lock_row(write.connection, _TABLE, assessment_id)
    if row is None:
        raise NotFound(f"there is no assessment {assessment_id} that you may see")
    check_version(write.expected_version, {name: row[name] for name in row if name != "written_xid"})
    return seen, row


async def _handed_in(write: Writing, row: DictRow, wanted: dict[str, Any], status: AssessmentStatus) -> dict[str, Any]:
    """The day of handing in, as it follows from the status."""
    if status is AssessmentStatus.PENDING:
        if wanted.get("assessment_date") is not None:
            raise people.invalid("assessment_date", "what was handed in is completed, not pending", "status")
        return {"assessment_date": None} if row["status"] != status else {}
    if row["status"] == status and "assessment_date" not in wanted:
        return {}
    day: date | None = wanted.get("assessment_date", row["assessment_date"])
    if day is None:
        day = row["graded_on"] or await review.today(write.connection)
    if day != row["assessment_date"]:
        await _refuse_ahead(write, row["student_id"], "assessment_date", day)
        if row["graded_on"] is not None and day > row["graded_on"]:
            raise people.invalid("assessment_date", f"it was graded on {row['graded_on']}", "order")
    return {"assessment_date": day}


async def _save(write: Writing, row: DictRow, wanted: dict[str, Any], event: str) -> Assessment:
    changes = {name: value or None if name in _TEXTS else value for name, value in wanted.items()}
    after, different = await write.update(_TABLE, row, changes)
    topic_ids = {one["topic_id"] for one in (row, after)} - {None}
    if topic_ids and _OBSERVED & set(different):
        await progress.recompute(
            write.connection,
            row["subject_id"],
            [row["student_id"]],
            sorted(topic_ids),
            mastery_level=(await in_force(write.connection, write.settings)).mastery_level,
            actor_user_id=write.user.id,
        )
    if different:
        await write.event(
            event,
            _TABLE,
            row["id"],
            campus_id=await progress.campus_of(write.connection, row["student_id"]),
            student_id=row["student_id"],
            subject_id=row["subject_id"],
            topic_id=after["topic_id"],
            columns=different,
            status=after["status"],
        )
    return await get(write.connection, write.user, row["id"])


async def _refuse_ahead(write: Writing, student_id: int, field: str, day: date) -> None:
    if day > await repository.latest_day(write.connection, student_id):
        raise people.invalid(field, "this day lies ahead", "future")


def _check_total(marks: Any, total: Any) -> None:
    if marks is None:
        return
    if total is None:
        raise people.invalid("total_marks", "a mark needs a total", "missing")
    if marks > total:
        raise people.invalid("marks_obtained", f"the mark lies above the total of {total}", "above-total")


async def _check_topic(write: Writing, topic_id: int | None, subject_id: int) -> None:
    if topic_id is not None and await progress.subject_of(write.connection, topic_id) != subject_id:
        raise people.invalid("topic_id", "this topic does not belong to the subject")


async def _check_faculty(write: Writing, faculty_id: int | None, campus_id: int) -> None:
    if write.user.role is Role.FACULTY and faculty_id != write.user.faculty_id:
        raise Forbidden("a faculty member sets work in her own name")
    await people.check_faculty(write.connection, faculty_id, campus_id)
