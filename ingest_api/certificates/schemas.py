"""What the routes of certificates take and give."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from ingest_api.fields import Content, RowId

_NUMBER = "HW-7K3M-Q2XD-9FHA"


class CertificateCreate(Content):
    """The enrolment that was completed."""

    enrollment_id: RowId


class Certificate(BaseModel):
    """A completed enrolment, with the certificate's number once it is issued."""

    enrollment_id: int
    student_id: int
    subject_code: str
    subject_name: str
    completed_on: date
    number: str | None = Field(examples=[_NUMBER], description="Null until somebody wants it.")
    issued_at: datetime | None


class CertificatesOfStudent(BaseModel):
    """What a student has completed, the latest first."""

    student_id: int
    items: list[Certificate]


class CertificateCheck(BaseModel):
    """What a certificate says; all that anybody learns from its number."""

    number: str = Field(examples=[_NUMBER])
    student_name: str
    subject_name: str
    completed_on: date
    issued_on: date
    institute_name: str = Field(examples=["Sunrise Institute"])
