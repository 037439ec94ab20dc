"""Routes: /students/{id}/guardians and /students/{id}/consents."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.database import Connection
from ingest_api.fields import Nothing, PathId
from ingest_api.guardians import consents, service
from ingest_api.guardians.schemas import (
    Consent,
    ConsentSort,
    Guardian,
    GuardianChange,
    GuardianSort,
    NewConsent,
    NewGuardian,
    Withdrawal,
)
from ingest_api.listing import CursorParameter, LimitParameter, Page
from ingest_api.rows import set_etag
from ingest_api.writing import Writing, writing
from warehouse.vocabulary import ConsentPurpose

router = APIRouter(prefix="/students/{student_id}", tags=["guardians"])
Reader = Annotated[CurrentUser, Depends(require(Permission.GUARDIANS_READ))]
Writer = Annotated[Writing, Depends(writing(Permission.GUARDIANS_WRITE))]


@router.get("/guardians")
async def search(
    student_id: PathId,
    user: Reader,
    connection: Connection,
    sort: GuardianSort = GuardianSort.NAME,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[Guardian]:
    """Who stands behind the student."""
    return await service.search(connection, user, student_id, sort, cursor, limit)


@router.post("/guardians", status_code=201)
async def add(student_id: PathId, body: NewGuardian, write: Writer) -> Guardian:
    """Add a guardian; a primary one takes the place of the primary one so far."""
    return await write.once(body, Guardian, lambda: service.add(write, student_id, body))


@router.get("/guardians/{guardian_id}")
async def get(
    student_id: PathId, guardian_id: PathId, user: Reader, connection: Connection, response: Response
) -> Guardian:
    """One guardian."""
    guardian = await service.get(connection, user, student_id, guardian_id)
    set_etag(response, guardian.version)
    return guardian


@router.put("/guardians/{guardian_id}")
async def change(student_id: PathId, guardian_id: PathId, body: GuardianChange, write: Writer) -> Guardian:
    """Change a guardian; what is left out stays as it is."""
    return await write.once(body, Guardian, lambda: service.change(write, student_id, guardian_id, body))


@router.delete("/guardians/{guardian_id}", status_code=204)
async def remove(student_id: PathId, guardian_id: PathId, write: Writer) -> None:
    """Remove a guardian. Who agreed to something stays, withdrawn or not: change the guardian instead."""
    await write.once(Nothing(), Nothing, lambda: service.remove(write, student_id, guardian_id))


@router.get("/consents")
async def search_consents(
    student_id: PathId,
    user: Reader,
    connection: Connection,
    purpose: ConsentPurpose | None = None,
    is_given: bool | None = None,
    sort: ConsentSort = ConsentSort.GRANTED_AT_DESCENDING,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[Consent]:
    """What was agreed to for the student, newest first, with everything that was withdrawn."""
    return await consents.search(connection, user, student_id, purpose, is_given, sort, cursor, limit)


@router.post("/consents", status_code=201)
async def give(student_id: PathId, body: NewConsent, write: Writer) -> Consent:
    """Write down that the student or a guardian agreed to a purpose."""
    return await write.once(body, Consent, lambda: consents.give(write, student_id, body))


@router.get("/consents/{consent_id}")
async def get_consent(
    student_id: PathId, consent_id: PathId, user: Reader, connection: Connection, response: Response
) -> Consent:
    """One consent."""
    consent = await consents.get(connection, user, student_id, consent_id)
    set_etag(response, consent.version)
    return consent


@router.post("/consents/{consent_id}/withdraw")
async def withdraw(student_id: PathId, consent_id: PathId, body: Withdrawal, write: Writer) -> Consent:
    """Write down that a consent was withdrawn; it stays in the list."""
    return await write.once(body, Consent, lambda: consents.withdraw(write, student_id, consent_id, body))
