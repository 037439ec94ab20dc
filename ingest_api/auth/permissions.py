"""What each role may do. Which rows it may do it to stands in `warehouse/scope.py`."""

from enum import StrEnum
from typing import Final

from warehouse.vocabulary import Role


class Permission(StrEnum):
    """One thing that a route lets somebody do."""

    STUDENTS_READ = "students:read"
    STUDENTS_WRITE = "students:write"
    GUARDIANS_READ = "guardians:read"
    GUARDIANS_WRITE = "guardians:write"
    PROGRESS_READ = "progress:read"
    SESSIONS_READ = "sessions:read"
    SESSION_ROSTER_READ = "sessions:roster"
    ATTENDANCE_MARK = "attendance:mark"
    ATTENDANCE_READ = "attendance:read"
    SESSIONS_SCHEDULE = "sessions:schedule"
    PROGRESS_CORRECT = "progress:correct"
    PROGRESS_DECAY = "progress:decay"
    BATCHES_READ = "batches:read"
    BATCHES_WRITE = "batches:write"
    ASSESSMENTS_READ = "assessments:read"
    ASSESSMENTS_WRITE = "assessments:write"
    EXAMS_READ = "exams:read"
    EXAMS_WRITE = "exams:write"
    EXAMS_BOOK = "exams:book"
    LEARNING_PATHS_READ = "learning-paths:read"
    LEARNING_PATHS_WRITE = "learning-paths:write"
    LEARNING_PATHS_STEP = "learning-paths:step"
    RESOURCES_READ = "resources:read"
    RESOURCES_WRITE = "resources:write"
    USERS_MANAGE = "users:manage"
    USERS_INVITE = "users:invite"
    FACULTIES_READ = "faculties:read"
    FACULTIES_WRITE = "faculties:write"
    AVAILABILITY_WRITE = "availability:write"
    FACULTY_TIME = "faculty-time"
    CATALOG_READ = "catalog:read"
    CATALOG_WRITE = "catalog:write"
    ENROLLMENTS_READ = "enrollments:read"
    ENROLLMENTS_WRITE = "enrollments:write"
    CAMPUSES_READ = "campuses:read"
    CAMPUSES_WRITE = "campuses:write"
    HOLIDAYS_WRITE = "holidays:write"
    SETTINGS_READ = "settings:read"
    SETTINGS_WRITE = "settings:write"
    INSTITUTE_WRITE = "institute:write"
    ANALYTICS_READ = "analytics:read"
    OWN_ANALYTICS_READ = "analytics:own"
    RISK_READ = "analytics:risk"
    FACULTY_PERFORMANCE_READ = "analytics:faculty"
    FEEDBACK_ANALYTICS_READ = "analytics:feedback"
    CRM_ANALYTICS_READ = "analytics:crm"
    INSTITUTE_OVERVIEW_READ = "analytics:institute"
    FRESHNESS_READ = "warehouse:freshness"
    INQUIRIES_READ = "inquiries:read"
    INQUIRIES_WRITE = "inquiries:write"
    FEEDBACK_READ = "feedback:read"
    FEEDBACK_GIVE = "feedback:give"
    FEEDBACK_RESOLVE = "feedback:resolve"
    FEEDBACK_CORRECT = "feedback:correct"
    ACTION_ITEMS_READ = "action-items:read"
    ACTION_ITEMS_CREATE = "action-items:create"
    ACTION_ITEMS_DO = "action-items:do"
    REWARDS_READ = "rewards:read"
    REWARDS_WRITE = "rewards:write"
    REWARDS_APPEAL = "rewards:appeal"
    REWARDS_RESOLVE = "rewards:resolve"
    FEES_READ = "fees:read"
    FEES_WRITE = "fees:write"
    INTERVENTIONS_READ = "interventions:read"
    INTERVENTIONS_WRITE = "interventions:write"
    NOTIFICATIONS_READ = "notifications:read"
    REPORTS_SCHEDULE = "reports:schedule"
    REPORTS_RECEIVE = "reports:receive"
    WORKSPACE_USE = "workspace:use"
    CALENDAR_SUBSCRIBE = "calendar:subscribe"
    CERTIFICATES_READ = "certificates:read"
    CERTIFICATES_ISSUE = "certificates:issue"
    IMPORTS_RUN = "imports:run"
    AUDIT_READ = "audit:read"
    METRICS_READ = "metrics:read"


EVERYBODY: Final = frozenset(Role)
ADMINS: Final = frozenset({Role.SUPER_ADMIN, Role.ADMIN})
OFFICE: Final = ADMINS | {Role.COUNSELOR}
TEACHING: Final = ADMINS | {Role.FACULTY}
STAFF: Final = OFFICE | {Role.FACULTY}

_ROLES: Final[dict[Permission, frozenset[Role]]] = {
    Permission.STUDENTS_READ: EVERYBODY,
    Permission.STUDENTS_WRITE: OFFICE,
    # Who stands behind a student, and what was agreed to, is the office's and the student's business.
    Permission.GUARDIANS_READ: OFFICE | {Role.STUDENT},
    Permission.GUARDIANS_WRITE: OFFICE,
    Permission.PROGRESS_READ: EVERYBODY,
    Permission.SESSIONS_READ: TEACHING | {Role.STUDENT},
    # A roster names the others, so a student's own sessions come without it.
    Permission.SESSION_ROSTER_READ: TEACHING,
    Permission.ATTENDANCE_MARK: TEACHING,
    Permission.ATTENDANCE_READ: EVERYBODY,
    Permission.SESSIONS_SCHEDULE: TEACHING,
    Permission.PROGRESS_CORRECT: TEACHING,
    Permission.PROGRESS_DECAY: ADMINS,
    Permission.BATCHES_READ: EVERYBODY,
    Permission.BATCHES_WRITE: ADMINS,
    Permission.ASSESSMENTS_READ: EVERYBODY,
    Permission.ASSESSMENTS_WRITE: TEACHING,
    Permission.EXAMS_READ: EVERYBODY,
    Permission.EXAMS_WRITE: TEACHING,
    Permission.EXAMS_BOOK: EVERYBODY,
    Permission.LEARNING_PATHS_READ: EVERYBODY,
    Permission.LEARNING_PATHS_WRITE: STAFF,
    # A student says himself how far he is.
    Permission.LEARNING_PATHS_STEP: EVERYBODY,
    Permission.RESOURCES_READ: EVERYBODY,
    Permission.RESOURCES_WRITE: TEACHING,
    Permission.USERS_MANAGE: ADMINS,
    # A counselor invites the campus's students: who has enrolled at the desk takes the invitation along.
    Permission.USERS_INVITE: OFFICE,
    Permission.FACULTIES_READ: STAFF,
    Permission.FACULTIES_WRITE: ADMINS,
    Permission.AVAILABILITY_WRITE: TEACHING,
    Permission.FACULTY_TIME: TEACHING,
    Permission.CATALOG_READ: EVERYBODY,
    Permission.CATALOG_WRITE: ADMINS,
    Permission.ENROLLMENTS_READ: EVERYBODY,
    Permission.ENROLLMENTS_WRITE: OFFICE,
    Permission.CAMPUSES_READ: EVERYBODY,
    Permission.CAMPUSES_WRITE: frozenset({Role.SUPER_ADMIN}),
    Permission.HOLIDAYS_WRITE: ADMINS,
    Permission.SETTINGS_READ: ADMINS,
    Permission.SETTINGS_WRITE: ADMINS,
    Permission.INSTITUTE_WRITE: frozenset({Role.SUPER_ADMIN}),
    Permission.ANALYTICS_READ: STAFF,
    Permission.OWN_ANALYTICS_READ: EVERYBODY,
    # A student is never shown a risk score.
    Permission.RISK_READ: STAFF,
    Permission.FACULTY_PERFORMANCE_READ: TEACHING,
    Permission.FEEDBACK_ANALYTICS_READ: TEACHING,
    Permission.CRM_ANALYTICS_READ: OFFICE,
    Permission.INSTITUTE_OVERVIEW_READ: OFFICE,
    Permission.FRESHNESS_READ: STAFF,
    Permission.INQUIRIES_READ: OFFICE,
    Permission.INQUIRIES_WRITE: OFFICE,
    Permission.FEEDBACK_READ: TEACHING | {Role.STUDENT},
    # An admin records what was said at the desk.
    Permission.FEEDBACK_GIVE: ADMINS | {Role.STUDENT},
    Permission.FEEDBACK_RESOLVE: ADMINS,
    Permission.FEEDBACK_CORRECT: ADMINS,
    Permission.ACTION_ITEMS_READ: STAFF,
    Permission.ACTION_ITEMS_CREATE: ADMINS,
    Permission.ACTION_ITEMS_DO: STAFF,
    Permission.REWARDS_READ: EVERYBODY,
    Permission.REWARDS_WRITE: STAFF,
    Permission.REWARDS_APPEAL: frozenset({Role.STUDENT}),
    Permission.REWARDS_RESOLVE: OFFICE,
    Permission.FEES_READ: OFFICE | {Role.STUDENT},
    Permission.FEES_WRITE: OFFICE,
    # A student is never shown who thinks they might leave.
    Permission.INTERVENTIONS_READ: STAFF,
    Permission.INTERVENTIONS_WRITE: STAFF,
    Permission.NOTIFICATIONS_READ: EVERYBODY,
    Permission.REPORTS_SCHEDULE: ADMINS,
    Permission.REPORTS_RECEIVE: STAFF,
    # Who asks the snapshot in SQL: `ANALYSTS` of the dashboards.
    Permission.WORKSPACE_USE: ADMINS,
    # What others look after is full of names, which have no place in a calendar kept elsewhere.
    Permission.CALENDAR_SUBSCRIBE: frozenset({Role.STUDENT}),
    Permission.CERTIFICATES_READ: OFFICE | {Role.STUDENT},
    Permission.CERTIFICATES_ISSUE: OFFICE | {Role.STUDENT},
    # An import reaches every campus.
    Permission.IMPORTS_RUN: frozenset({Role.SUPER_ADMIN}),
    Permission.AUDIT_READ: frozenset({Role.SUPER_ADMIN}),
    Permission.METRICS_READ: frozenset({Role.SUPER_ADMIN}),
}

PERMISSIONS: Final[dict[Role, frozenset[Permission]]] = {
    # A permission without an entry is nobody's but the super admin's.
    role: frozenset(one for one in Permission if role is Role.SUPER_ADMIN or role in _ROLES.get(one, frozenset()))
    for role in Role
}
