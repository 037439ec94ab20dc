"""The rules of accounts, within what the admin may see."""

from typing import Any, Final

from psycopg import AsyncConnection
from psycopg.errors import UniqueViolation
from psycopg.rows import DictRow

from ingest_api import people
from ingest_api.auth import one_time
from ingest_api.auth import repository as auth_repository
from ingest_api.auth.dependencies import CurrentUser
from ingest_api.auth.schemas import OneTimeToken
from ingest_api.errors import Conflict, NotFound
from ingest_api.rows import insert_row, lock_row
from ingest_api.users import repository
from ingest_api.users.schemas import NewUser, User, UserChange
from ingest_api.writing import Writing, sent
from warehouse.scope import Predicate, Resource, row_predicate
from warehouse.vocabulary import OneTimeTokenPurpose, Role, UserStatus

_WITH_A_RECORD: Final = {Role.STUDENT, Role.FACULTY}


def scope_of(user: CurrentUser) -> Predicate:
    """Which accounts `user` may manage: an admin the campus's, super admins excluded; a counselor its students."""
    if user.role is Role.COUNSELOR:
        students = row_predicate(user.viewer, Resource.STUDENTS, "person")
        return Predicate(f"({students.text}) and person.role = 'student'", students.parameters)
    scope = row_predicate(user.viewer, Resource.USERS, "person")
    if user.role is Role.SUPER_ADMIN:
        return scope
    return Predicate(f"{scope.text} and person.role <> 'super_admin'", scope.parameters)


async def get(connection: AsyncConnection[DictRow], user: CurrentUser, user_id: int) -> User:
    """One account.

    Raises:
        NotFound: there is none, or none that `user` may manage.
    """
    rows, _ = await repository.page(connection, scope_of(user), user_id=user_id)
    if not rows:
        raise NotFound(f"there is no user {user_id} that you may manage")
    return User(**rows[0])


async def create(write: Writing, content: NewUser) -> User:
    """A new account.

    Raises:
        Invalid: the role needs a record or is above one's own, or the campus cannot be.
        Conflict: the e-mail is taken.
    """
    if content.role in _WITH_A_RECORD:
        raise people.invalid("role", f"a {content.role} comes with a record: use /students or /faculties", "record")
    _refuse_promotion(write.user, content.role)
    campus_id = None
    if content.role is not Role.SUPER_ADMIN or content.campus_id is not None:
        campus_id = (await people.campus_for(write.connection, write.user, content.campus_id))["id"]
    values = content.model_dump() | {"campus_id": campus_id}
    row = await people.add(write.connection, "users", values, "somebody already has this e-mail")
    await write.event("user.created", "users", row["id"], campus_id=campus_id, role=content.role)
    return await get(write.connection, write.user, row["id"])


async def change(write: Writing, user_id: int, content: UserChange) -> User:
    """Changes what was sent; whoever is no longer active is out at once.

    Raises:
        NotFound: there is no such account that the admin may manage.
        Invalid: the role or the campus cannot be.
        Conflict: one's own role or status, the e-mail is taken, or the version is not current.
    """
    await get(write.connection, write.user, user_id)
    current = await lock_row(write.connection, "users", user_id)
    if current is None:
        raise NotFound(f"there is no user {user_id} that you may manage")
    wanted = sent(content)
    role, status = wanted.get("role", current["role"]), wanted.get("status", current["status"])
    if user_id == write.user.id and (role, status) != (current["role"], current["status"]):
        raise Conflict("nobody changes their own role or status; ask another admin", kind="own-account")
    if role != current["role"]:
        if {role, current["role"]} & _WITH_A_RECORD:
            raise people.invalid("role", "students and faculty members stay what they are", "record")
        _refuse_promotion(write.user, role)
        if wanted.get("campus_id", current["campus_id"]) is None:
            raise people.invalid("role", f"a {role} belongs to a campus, and this account has none", "campus")
    campus_id = wanted.get("campus_id", current["campus_id"])
    if campus_id != current["campus_id"]:
        if role in _WITH_A_RECORD:
            raise people.invalid("campus_id", "students and faculty members stay where their record is", "record")
        await people.campus_for(write.connection, write.user, campus_id)
    try:
        async with write.connection.transaction():
            _, different = await write.update("users", current, wanted)
    except UniqueViolation as error:
        raise Conflict("somebody already has this e-mail", kind="taken") from error
    if status != UserStatus.ACTIVE or {"role", "campus_id"} & set(different):
        await auth_repository.end_log_ins(write.connection, user_id)
    if status == UserStatus.ACTIVE and role == Role.STUDENT:
        await _ensure_record(write, current)
    if different:
        await write.event(
            "user.changed",
            "users",
            user_id,
            campus_id=campus_id,
            columns=sorted(different),
            role=role,
            status=status,
        )
    return await get(write.connection, write.user, user_id)


async def hand_out(write: Writing, user_id: int, purpose: OneTimeTokenPurpose) -> OneTimeToken:
    """A token for somebody to set a password with.

    Raises:
        NotFound: there is no such account that the admin may manage.
        Conflict: the account has no e-mail to log in with, is suspended, or (for a reset) was never invited.
    """
    async with write.connection.transaction():
        user = await get(write.connection, write.user, user_id)
        if user.email is None:
            raise Conflict("without an e-mail nobody can log in; add one first", kind="no-email")
        if user.status is UserStatus.SUSPENDED:
            raise Conflict("this account is suspended; make it active first", kind="suspended")
        if purpose is OneTimeTokenPurpose.INVITATION and user.has_password and user.status is UserStatus.ACTIVE:
            raise Conflict("this account has a password already; hand out a reset instead", kind="has-password")
        token = await one_time.issue(write.connection, user_id, purpose)
        await write.event("user.token_issued", "users", user_id, campus_id=user.campus_id, purpose=purpose)
    return token


def _refuse_promotion(user: CurrentUser, role: Any) -> None:
    if role == Role.SUPER_ADMIN and user.role is not Role.SUPER_ADMIN:
        raise people.invalid("role", "only a super admin makes super admins", "promotion")


async def _ensure_record(write: Writing, user: DictRow) -> None:
    found = await write.connection.execute("select from operational.students where user_id = %s", (user["id"],))
    if await found.fetchone() is not None:
        return
    campus = await write.connection.execute("select code from operational.campuses where id = %s", (user["campus_id"],))
    row = await campus.fetchone()
    number = f"{row['code'] if row else 'S'}-{user['id']:06}"
    student = await insert_row(
        write.connection,
        "students",
        {"user_id": user["id"], "campus_id": user["campus_id"], "enrollment_no": number},
    )
    await write.event(
        "student.created", "students", student["id"], campus_id=user["campus_id"], student_id=student["id"]
    )
