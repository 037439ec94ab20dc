"""The operational schema as SQLAlchemy models, one file per aggregate."""

from ingest_api.models.base import Base
from ingest_api.models.catalog import Subject, SubjectPrerequisite, Topic, TopicPrerequisite
from ingest_api.models.certificates import Certificate
from ingest_api.models.crm import CrmInquiry, CrmInquiryStage, CrmInquirySubject, FollowUp
from ingest_api.models.exams import ExamBooking, ExamSlot
from ingest_api.models.faculty_time import FacultyAvailability, FacultyTimeEntry
from ingest_api.models.feedback import ActionItem, Feedback
from ingest_api.models.fees import FeeInstallment, FeePlan, Payment
from ingest_api.models.institute import Campus, Holiday, Institute, Setting
from ingest_api.models.interventions import Intervention, RiskAlert
from ingest_api.models.learning import (
    Assessment,
    FlexibleBatch,
    FlexibleBatchMember,
    LearningSession,
    SessionAttendance,
    SessionAttendanceTopic,
    StudentSubjectEnrollment,
    StudentTopicProgress,
    TopicCorrection,
)
from ingest_api.models.notifications import Notification
from ingest_api.models.paths import LearningPath, LearningPathStep, Resource
from ingest_api.models.people import Consent, Faculty, Guardian, Student, User
from ingest_api.models.reports import ReportFile, ReportRecipient, ReportRun, ReportSchedule
from ingest_api.models.rewards import RewardPenalty
from ingest_api.models.trail import CalendarLink, Event, IdempotencyKey, OneTimeToken, RefreshToken, Tombstone
from ingest_api.models.workspace import QueryRun, SavedQuery

__all__ = [
    "ActionItem",
    "Assessment",
    "Base",
    "CalendarLink",
    "Campus",
    "Certificate",
    "Consent",
    "CrmInquiry",
    "CrmInquiryStage",
    "CrmInquirySubject",
    "Event",
    "ExamBooking",
    "ExamSlot",
    "Faculty",
    "FacultyAvailability",
    "FacultyTimeEntry",
    "FeeInstallment",
    "FeePlan",
    "Feedback",
    "FlexibleBatch",
    "FlexibleBatchMember",
    "FollowUp",
    "Guardian",
    "Holiday",
    "IdempotencyKey",
    "Institute",
    "Intervention",
    "LearningPath",
    "LearningPathStep",
    "LearningSession",
    "Notification",
    "OneTimeToken",
    "Payment",
    "QueryRun",
    "RefreshToken",
    "ReportFile",
    "ReportRecipient",
    "ReportRun",
    "ReportSchedule",
    "Resource",
    "RewardPenalty",
    "RiskAlert",
    "SavedQuery",
    "SessionAttendance",
    "SessionAttendanceTopic",
    "Setting",
    "Student",
    "StudentSubjectEnrollment",
    "StudentTopicProgress",
    "Subject",
    "SubjectPrerequisite",
    "Tombstone",
    "Topic",
    "TopicCorrection",
    "TopicPrerequisite",
    "User",
]
