"""The operational schema as SQLAlchemy models, one file per aggregate."""

from ingest_api.models.base import Base
from ingest_api.models.catalog import Subject, SubjectPrerequisite, Topic, TopicPrerequisite
from ingest_api.models.institute import Campus, Holiday, Institute
from ingest_api.models.learning import (
    Assessment,
    FlexibleBatch,
    FlexibleBatchMember,
    LearningSession,
    SessionAttendance,
    SessionAttendanceTopic,
    StudentSubjectEnrollment,
    StudentTopicProgress,
)
from ingest_api.models.people import Faculty, Student, User
from ingest_api.models.trail import Event, IdempotencyKey, RefreshToken, Tombstone

__all__ = [
    "Assessment",
    "Base",
    "Campus",
    "Event",
    "Faculty",
    "FlexibleBatch",
    "FlexibleBatchMember",
    "Holiday",
    "IdempotencyKey",
    "Institute",
    "LearningSession",
    "RefreshToken",
    "SessionAttendance",
    "SessionAttendanceTopic",
    "Student",
    "StudentSubjectEnrollment",
    "StudentTopicProgress",
    "Subject",
    "SubjectPrerequisite",
    "Tombstone",
    "Topic",
    "TopicPrerequisite",
    "User",
]
