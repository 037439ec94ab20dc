"""The rules of rewards and penalties: `active → appealed → resolved`.

What the student and the office say is appended to the reason, so that the row tells its whole story.
"""

from datetime import date
from typing import Any, Final

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api import people
from ingest_api.auth.dependencies import CurrentUser
from ingest_api.errors import Conflict, Forbidden, NotFound
from ingest_api.listing import Conditions, Listing, Page, SortKey, fetch_one, fetch_page
from ingest_api.notifications.sending import notify
from ingest_api.rewards.schemas import Appeal, Decision, NewReward, Reward, RewardChange, RewardSort
from ingest_api.rows import insert_row, lock_row
from ingest_api.writing import Writing, check_move, sent
from warehouse.scope import Resource, row_predicate
from warehouse.vocabulary import RewardStatus, Role

MOVES: Final = {
    RewardStatus.ACTIVE: frozenset({RewardStatus.APPEALED}),
    RewardStatus.APPEALED: frozenset({RewardStatus.RESOLVED}),
}

REWARDS = Listing(
    columns="""
        given.id, given.student_id, student.enrollment_no, student.campus_id,
        concat_ws(' ', person.first_name, person.last_name) as student_name, given.faculty_id, given.type,
        given.category, given.reason, given.points, given.date, given.status, given.created_by, given.version,
        student.user_id
    """,
    tables="""
        operational.rewards_penalties as given
        join operational.students as student on student.id = given.student_id
        join operational.users as person on person.id = student.user_id
    """,
    orders={RewardSort.DATE: [SortKey("given.date", "date", date), SortKey("given.id", "id", int)]},
)


async def search(
    connection: AsyncConnection[DictRow],
    user: CurrentUser,
    conditions: Conditions,
    sort: RewardSort,
    cursor: str | None,
    limit: int,
) -> Page[Reward]:
    """One page of the rewards and penalties of students that `user` may see.

    Raises:
        Invalid: the cursor was not made for this order.
    """
    scope = row_predicate(user.viewer, Resource.STUDENTS, "student")
    rows, next_cursor = await fetch_page(
        connection, REWARDS, order=sort, cursor=cursor, limit=limit, scope=scope, conditions=conditions
    )
    return Page(items=[Reward(**row) for row in rows], next_cursor=next_cursor)


async def visible(connection: AsyncConnection[DictRow], user: CurrentUser, reward_id: int) -> DictRow:
    """One reward or penalty as a row of its listing.

    Raises:
        NotFound: there is none, or none that `user` may see.
    """
    where = Conditions()
    where.add("given.id = %(reward_id)s", reward_id=reward_id)
    row = await fetch_one(connection, REWARDS, row_predicate(user.viewer, Resource.STUDENTS, "student"), where)
    if row is None:
        raise NotFound(f"there is no reward or penalty {reward_id} that you may see")
    return row


async def create(write: Writing, content: NewReward) -> Reward:
    """Gives or takes points; the student is told.

    Raises:
        Invalid: no such student that the user may see, or the day lies ahead.
    """
    student = await visible_student(write, content.student_id)
    day = content.reward_date or student["today"]
    if day > student["today"]:
        raise people.invalid("date", f"must not be after today, {student['today']}", "future")
    row = await insert_row(
        write.connection,
        "rewards_penalties",
        {
            **content.model_dump(exclude={"reward_date"}),
            "date": day,
            "faculty_id": write.user.faculty_id,
            "created_by": write.user.id,
        },
    )
    shown = await visible(write.connection, write.user, row["id"])
    await _event(write, f"{content.type}.given", shown, points=content.points)
    title = "You got points" if content.type == "reward" else "You lost points"
    await _tell(write, [shown["user_id"]], f"{content.type}.given", title, row["id"])
    return Reward(**shown)


async def visible_student(write: Writing, student_id: int) -> DictRow:
    """A student within sight: id, campus_id, user_id and today at the campus.

    Raises:
        Invalid: there is no such student that the user may see.
    """
    students = Listing(
        "student.id, student.campus_id, student.user_id, (now() at time zone campus.time_zone)::date as today",
        "operational.students as student join operational.campuses as campus on campus.id = student.campus_id",
        {},
    )
    where = Conditions()
    where.add("student.id = %(student_id)s", student_id=student_id)
    scope = row_predicate(write.user.viewer, Resource.STUDENTS, "student")
    row = await fetch_one(write.connection, students, scope, where)
    if row is None:
        raise people.invalid("student_id", f"there is no student {student_id} that you may see")
    return row


async def change(write: Writing, reward_id: int, content: RewardChange) -> Reward:
    """Changes what was sent, while nobody has appealed.

    Raises:
        NotFound: none that the user may see.
        Forbidden: a faculty member changes what somebody else gave.
        Conflict: the version is not current, or it was appealed.
    """
    shown, current = await _locked(write, reward_id)
    if write.user.role is Role.FACULTY and current["created_by"] != write.user.id:
        raise Forbidden("you may change what you gave yourself; ask the office for the rest")
    if current["status"] != RewardStatus.ACTIVE:
        raise Conflict(f"it is {current['status']}: a decision may change it now", kind="appealed")
    _, different = await write.update("rewards_penalties", current, sent(content))
    if different:
        await _event(write, "reward.changed", shown, columns=sorted(different))
    return Reward(**await visible(write.connection, write.user, reward_id))


async def appeal(write: Writing, reward_id: int, content: Appeal) -> Reward:
    """A student says why they think otherwise; the office is told.

    Raises:
        NotFound: it is not the student's own.
        Conflict: the version is not current, or it was appealed before.
    """
    shown, current = await _locked(write, reward_id)
    # A super admin may do everything but speak for a student.
    if shown["user_id"] != write.user.id:
        raise NotFound(f"there is no reward or penalty {reward_id} of yours")
    if current["status"] == RewardStatus.APPEALED:
        raise Conflict("you have appealed already", kind="illegal-move", status_now="appealed", allowed=["resolved"])
    check_move(RewardStatus(current["status"]), RewardStatus.APPEALED, MOVES)
    values = {"status": RewardStatus.APPEALED, "reason": _appended(current, "Appeal", content.reason)}
    await write.update("rewards_penalties", current, values)
    await _event(write, "reward.appealed", shown)
    found = await write.connection.execute(
        "select id from operational.users where campus_id = %s and role in ('admin', 'counselor')",
        (shown["campus_id"],),
    )
    office = [row["id"] for row in await found.fetchall()]
    await _tell(write, office, "reward.appealed", "A student appealed", reward_id)
    return Reward(**await visible(write.connection, write.user, reward_id))


async def decide(write: Writing, reward_id: int, content: Decision) -> Reward:
    """Ends an appeal; the student is told.

    Raises:
        NotFound: none that the user may see.
        Conflict: the version is not current, or there is no appeal.
    """
    shown, current = await _locked(write, reward_id)
    if current["status"] == RewardStatus.RESOLVED:
        raise Conflict("this appeal is resolved already", kind="illegal-move", status_now="resolved", allowed=[])
    check_move(RewardStatus(current["status"]), RewardStatus.RESOLVED, MOVES)
    values: dict[str, Any] = {
        "status": RewardStatus.RESOLVED,
        "reason": _appended(current, "Decision", content.note),
    }
    if content.points is not None:
        values["points"] = content.points
    await write.update("rewards_penalties", current, values)
    await _event(write, "reward.resolved", shown, points_before=current["points"], points=values.get("points"))
    await _tell(write, [shown["user_id"]], "reward.resolved", "Your appeal was decided", reward_id)
    return Reward(**await visible(write.connection, write.user, reward_id))


async def _locked(write: Writing, reward_id: int) -> tuple[DictRow, DictRow]:
    shown = await visible(write.connection, write.user, reward_id)
    current = await lock_row(write.connection, "rewards_penalties", reward_id)
    if current is None:
        raise NotFound(f"there is no reward or penalty {reward_id} that you may see")
    return shown, current


def _appended(current: DictRow, word: str, text: str) -> str:
    return "\n\n".join(part for part in (current["reason"], f"{word}: {text}") if part)


async def _event(write: Writing, name: str, shown: DictRow, **payload: Any) -> None:
    await write.event(
        name,
        "rewards_penalties",
        shown["id"],
        campus_id=shown["campus_id"],
        student_id=shown["student_id"],
        **payload,
    )


async def _tell(write: Writing, user_ids: list[int], kind: str, title: str, reward_id: int) -> None:
    await notify(write.connection, user_ids, kind, title, link=f"/rewards/{reward_id}", reward_id=reward_id)
