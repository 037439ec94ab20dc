"""The rules of learning paths: what a new one holds, and what may become of a path and its steps.

The order of locks: the student, then the path, then the step.
"""

from graphlib import CycleError
from typing import Final

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api.auth.dependencies import CurrentUser
from ingest_api.errors import Conflict, NotFound
from ingest_api.learning_paths import repository
from ingest_api.learning_paths.schemas import Path, PathCreate, PathItem, PathSort, PathUpdate, Step, StepUpdate
from ingest_api.listing import Page
from ingest_api.rows import insert_row, lock_row
from ingest_api.students import service as students
from ingest_api.writing import Writing, check_move, sent
from warehouse.learning_order import plan
from warehouse.scope import Resource, row_predicate
from warehouse.vocabulary import LearningPathStatus, LearningPathStepStatus

PATH_MOVES: Final = {
    LearningPathStatus.ACTIVE: frozenset({LearningPathStatus.COMPLETED, LearningPathStatus.ARCHIVED}),
}
STEP_MOVES: Final = {
    LearningPathStepStatus.PLANNED: frozenset({LearningPathStepStatus.IN_PROGRESS, LearningPathStepStatus.SKIPPED}),
    LearningPathStepStatus.IN_PROGRESS: frozenset({LearningPathStepStatus.DONE, LearningPathStepStatus.SKIPPED}),
}


async def search(
    connection: AsyncConnection[DictRow],
    user: CurrentUser,
    student_id: int | None,
    status: LearningPathStatus | None,
    sort: PathSort,
    cursor: str | None,
    limit: int,
) -> Page[PathItem]:
    """One page of the paths of students that `user` may see.

    Raises:
        Invalid: the cursor was not made for this order.
    """
    scope = row_predicate(user.viewer, Resource.STUDENTS, "student")
    rows, next_cursor = await repository.page(connection, scope, student_id, status, sort, cursor, limit)
    return Page(items=[PathItem(**row) for row in rows], next_cursor=next_cursor)


async def get(connection: AsyncConnection[DictRow], user: CurrentUser, path_id: int) -> Path:
    """One path with its steps.

    Raises:
        NotFound: there is none, or none that `user` may see.
    """
    row = await _visible(connection, user, path_id)
    return Path(**row, steps=[Step(**step) for step in await repository.steps(connection, path_id)])


async def create(write: Writing, content: PathCreate) -> Path:
    """A path through what is left of the subject for the student.

    Raises:
        NotFound: the student is out of sight.
        Conflict: the student does not learn the subject, follows a path through it already, has nothing left of it,
            or its prerequisites close a circle.
    """
    connection, student_id, subject_id = write.connection, content.student_id, content.subject_id
    await students.get(connection, write.user, student_id)
    student = await lock_row(connection, "students", student_id)
    if student is None:
        raise NotFound(f"there is no student {student_id} that you may see")
    subject_name = await repository.learned_subject(connection, student_id, subject_id)
    if subject_name is None:
        raise Conflict("the student does not learn this subject", kind="not-enrolled")
    followed = await repository.active_path(connection, student_id, subject_id)
    if followed is not None:
        raise Conflict(
            f"the student follows path {followed} through this subject; complete or archive it first",
            kind="path-exists",
            path_id=followed,
        )
    try:
        planned = plan(await repository.topics(connection, student_id, subject_id))
    except CycleError as error:
        raise Conflict("the prerequisites of this subject close a circle", kind="prerequisite-cycle") from error
    if not planned:
        raise Conflict("nothing of this subject is left to learn", kind="nothing-left")
    row = await insert_row(
        connection,
        "learning_paths",
        {
            "student_id": student_id,
            "name": content.name or f"{subject_name}: what is left",
            "goal": content.goal,
            "created_by": write.user.id,
        },
    )
    await repository.add_steps(connection, row["id"], planned)
    await write.event(
        "learning_path.created",
        "learning_paths",
        row["id"],
        campus_id=student["campus_id"],
        student_id=student_id,
        subject_id=subject_id,
        steps=len(planned),
    )
    return await get(connection, write.user, row["id"])


async def change(write: Writing, path_id: int, content: PathUpdate) -> Path:
    """Changes what was sent, while the path is followed.

    Raises:
        NotFound: the path is out of sight.
        Conflict: the version is not current, the move is illegal, or the path is over.
    """
    shown, current = await _locked(write, path_id)
    changes = sent(content)
    now = LearningPathStatus(current["status"])
    check_move(now, changes.get("status", now), PATH_MOVES)
    if changes.keys() - {"status"}:
        _check_followed(current)
    after, different = await write.update("learning_paths", current, changes)
    if different:
        await write.event(
            "learning_path.changed",
            "learning_paths",
            path_id,
            campus_id=shown["campus_id"],
            student_id=shown["student_id"],
            columns=different,
            status=after["status"],
        )
    return await get(write.connection, write.user, path_id)


async def change_step(write: Writing, path_id: int, step_id: int, content: StepUpdate) -> Step:
    """Says how far the student is with a step.

    Raises:
        NotFound: the path is out of sight, or has no such step.
        Conflict: the version is not current, the move is illegal, or the path is over.
    """
    shown, path = await _locked(write, path_id)
    current = await repository.lock_step(write.connection, path_id, step_id)
    if current is None:
        raise NotFound(f"path {path_id} has no step {step_id}")
    _check_followed(path)
    check_move(LearningPathStepStatus(current["status"]), content.status, STEP_MOVES)
    _, different = await write.update("learning_path_steps", current, {"status": content.status})
    if different:
        await write.event(
            f"learning_path.step_{content.status}",
            "learning_path_steps",
            step_id,
            campus_id=shown["campus_id"],
            student_id=shown["student_id"],
            path_id=path_id,
            topic_id=current["topic_id"],
        )
    found = await repository.steps(write.connection, path_id)
    return next(Step(**step) for step in found if step["id"] == step_id)


def _check_followed(path: DictRow) -> None:
    if path["status"] != LearningPathStatus.ACTIVE:
        raise Conflict(f"this path is {path['status']}", kind="path-over", status_now=path["status"])


async def _visible(connection: AsyncConnection[DictRow], user: CurrentUser, path_id: int) -> DictRow:
    row = await repository.one(connection, row_predicate(user.viewer, Resource.STUDENTS, "student"), path_id)
    if row is None:
        raise NotFound(f"there is no learning path {path_id} that you may see")
    return row


async def _locked(write: Writing, path_id: int) -> tuple[DictRow, DictRow]:
    shown = await _visible(write.connection, write.user, path_id)
    current = await lock_row(write.connection, "learning_paths", path_id)
    if current is None:
        raise NotFound(f"there is no learning path {path_id} that you may see")
    return shown, current
