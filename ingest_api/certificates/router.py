"""Routes: /certificates."""

from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Path, Response

from ingest_api.auth.dependencies import Context, CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.certificates import service
from ingest_api.certificates.paper import as_pdf
from ingest_api.certificates.schemas import (
    Certificate,
    CertificateCheck,
    CertificateCreate,
    CertificatesOfStudent,
)
from ingest_api.database import Connection
from ingest_api.fields import PathId, Text
from ingest_api.writing import Writing, writing

router = APIRouter(prefix="/certificates", tags=["certificates"])
Reader = Annotated[CurrentUser, Depends(require(Permission.CERTIFICATES_READ))]
Number = Annotated[Text, Path(max_length=40, examples=["HW-7K3M-Q2XD-9FHA"])]

_PAPER: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The certificate.",
        "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get("/student/{student_id}")
async def of_student(student_id: PathId, user: Reader, connection: Connection) -> CertificatesOfStudent:
    """What a student has completed, with the certificates that were issued."""
    return await service.of_student(connection, user, student_id)


@router.post("", status_code=201)
async def issue(
    body: CertificateCreate, write: Annotated[Writing, Depends(writing(Permission.CERTIFICATES_ISSUE))]
) -> Certificate:
    """Issue the certificate of a completed enrolment; asking again gives the same one."""
    return await write.once(body, Certificate, lambda: service.issue(write, body))


@router.get("/{number}")
async def check(number: Number, connection: Connection) -> CertificateCheck:
    """Whether a number is a certificate's, and what that says. Open to everybody who has the number."""
    return await service.check(connection, number)


@router.get("/{number}/paper", response_class=Response, responses=_PAPER)
async def paper(number: Number, user: Reader, connection: Connection, context: Context) -> Response:
    """The certificate as PDF."""
    row = await service.to_print(connection, user, number)
    content = await to_thread.run_sync(as_pdf, row, context.settings.public_url)
    headers = {
        "Content-Disposition": f'attachment; filename="certificate-{row["number"]}.pdf"',
        "Cache-Control": "private, no-store",
    }
    return Response(content, headers=headers, media_type="application/pdf")
