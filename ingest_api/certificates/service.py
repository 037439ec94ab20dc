"""The rules of certificates: who gets one, and what its number tells."""

import secrets
from typing import Final

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api.auth.dependencies import CurrentUser
from ingest_api.certificates import repository
from ingest_api.certificates.schemas import (
    Certificate,
    CertificateCheck,
    CertificateCreate,
    CertificatesOfStudent,
)
from ingest_api.errors import Conflict, NotFound
from ingest_api.rows import insert_row
from ingest_api.students import service as students
from ingest_api.writing import Writing
from warehouse.scope import Resource, row_predicate

# Crockford's: without I, L, O and U.
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PREFIX: Final = "HW"
_LENGTH: Final = 12
_MISTAKEN: Final = str.maketrans("OIL", "011")


def new_number() -> str:
    """A number that nobody guesses, such as `HW-7K3M-Q2XD-9FHA`."""
    return _grouped("".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)))


def as_written(typed: str) -> str:
    """A number as it is kept, however it was typed."""
    letters = "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())
    return _grouped(letters.removeprefix(_PREFIX).translate(_MISTAKEN))


def _grouped(letters: str) -> str:
    return "-".join([_PREFIX, *(letters[place : place + 4] for place in range(0, len(letters), 4))])


async def of_student(connection: AsyncConnection[DictRow], user: CurrentUser, student_id: int) -> CertificatesOfStudent:
    """What a student has completed.

    Raises:
        NotFound: there is no such student, or none that `user` may see.
    """
    await students.get(connection, user, student_id)
    rows = await repository.of_student(connection, student_id)
    return CertificatesOfStudent(student_id=student_id, items=[Certificate.model_validate(row) for row in rows])


async def issue(write: Writing, content: CertificateCreate) -> Certificate:
    """The certificate of an enrolment; the one that there is, if there is one.

    Raises:
        NotFound: the enrolment is out of sight.
        Conflict: it is not completed.
    """
    scope = row_predicate(write.user.viewer, Resource.STUDENTS, "student")
    if not await repository.enrollment_exists(write.connection, scope, content.enrollment_id):
        raise NotFound(f"there is no enrolment {content.enrollment_id} that you may see")
    row = await repository.of_enrollment(write.connection, scope, content.enrollment_id)
    if row is None:
        raise Conflict("the subject is not completed yet", kind="not-completed")
    if row["number"] is None:
        values = {
            "enrollment_id": content.enrollment_id,
            "number": new_number(),
            "issued_by": write.user.id,
        }
        issued = await insert_row(write.connection, "certificates", values)
        await write.event(
            "certificate.issued",
            "certificates",
            issued["id"],
            campus_id=row["campus_id"],
            student_id=row["student_id"],
            enrollment_id=content.enrollment_id,
        )
        row = {**row, "number": issued["number"], "issued_at": issued["created_at"]}
    return Certificate.model_validate(row)


async def check(connection: AsyncConnection[DictRow], typed: str) -> CertificateCheck:
    """What the certificate with this number says.

    Raises:
        NotFound: no certificate that holds has it.
    """
    row = await repository.by_number(connection, as_written(typed))
    if row is None:
        raise NotFound("no certificate with this number is valid")
    return CertificateCheck.model_validate(row)


async def to_print(connection: AsyncConnection[DictRow], user: CurrentUser, typed: str) -> DictRow:
    """A certificate's row, for whoever may see its student.

    Raises:
        NotFound: there is none, or none that `user` may see.
    """
    scope = row_predicate(user.viewer, Resource.STUDENTS, "student")
    row = await repository.by_number(connection, as_written(typed), scope)
    if row is None:
        raise NotFound("there is no certificate with this number that you may see")
    return row
