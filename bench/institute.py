"""The institute that is measured: classes of 30 with a faculty member each, halfway through their subject."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import psycopg

from ingest_api.auth.tokens import AccessClaims, make_access_token
from ingest_api.progress.statements import recompute_statement

CLASS_SIZE = 30
TOPICS = 20
# Sessions that lie behind every class when the measurement begins, all marked.
PAST_SESSIONS = 20

_INSTITUTE = """
insert into operational.institute (id, name) values (1, 'Bench') on conflict do nothing;
insert into operational.campuses (code, name) values ('B', 'Bench') on conflict do nothing;
"""
_CLASS = """
with campus as (select id from operational.campuses where code = 'B'),
subject as (
    insert into operational.subjects (name, code) values (%(code)s, %(code)s) returning id
),
topic as (
    insert into operational.topics (subject_id, name, order_index)
    select subject.id, 'Topic ' || place, place from subject, generate_series(1, %(topics)s) as place returning id
),
teacher as (
    insert into operational.users (first_name, role, campus_id)
    select 'Faculty', 'faculty', campus.id from campus returning id, uuid
),
faculty as (
    insert into operational.faculties (user_id, campus_id, employee_id)
    select teacher.id, campus.id, %(code)s from teacher, campus returning id
),
person as (
    insert into operational.users (first_name, role, campus_id)
    select 'Student', 'student', campus.id from campus, generate_series(1, %(size)s) returning id
),
student as (
    insert into operational.students (user_id, campus_id, enrollment_no)
    select person.id, campus.id, %(code)s || '-' || person.id from person, campus returning id
),
enrolled as (
    insert into operational.student_subject_enrollments (student_id, subject_id, faculty_id, enrollment_date)
    select student.id, subject.id, faculty.id, current_date - 200 from student, subject, faculty
),
batch as (
    insert into operational.flexible_batches (name, campus_id, subject_id, faculty_id)
    select 'Class', campus.id, subject.id, faculty.id from campus, subject, faculty returning id
),
member as (
    insert into operational.flexible_batch_members (batch_id, student_id)
    select batch.id, student.id from batch, student
),
held as (
    insert into operational.learning_sessions
        (campus_id, batch_id, faculty_id, subject_id, session_date, duration_minutes, session_type, status)
    select campus.id, batch.id, faculty.id, subject.id, current_date - 1 - (%(sessions)s - place), 60, 'group',
        case when place <= %(past)s then 'completed' else 'scheduled' end
    from campus, batch, faculty, subject, generate_series(1, %(sessions)s) as place
    returning id, status
),
marked as (
    insert into operational.session_attendance (session_id, student_id, attendance_status, recorded_at)
    select held.id, student.id, 'present', now() from held, student where held.status = 'completed'
    returning id, session_id
),
covered as (
    insert into operational.session_attendance_topics (attendance_id, topic_id, understanding)
    select marked.id, topics.ids[1 + (marked.session_id %% %(topics)s)], 4
    from marked, (select array_agg(id order by id) as ids from topic) as topics
)
select
    (select uuid from teacher) as user_uuid,
    (select array_agg(id order by id) from topic) as topics,
    (select array_agg(id order by id) from student) as students,
    (select array_agg(id order by id) from held where status = 'scheduled') as sessions
"""

_THEIR_SUBJECTS = """
select student_id, subject_id from operational.student_subject_enrollments where student_id = any(%(students)s)
"""


@dataclass(frozen=True)
class SchoolClass:
    """Ids of one class, its sessions that have no marks yet, and a token of its faculty member."""

    token: str
    topics: list[int]
    students: list[int]
    sessions: list[int]


def make_classes(connection: psycopg.Connection, secret: str, count: int, sessions: int) -> list[SchoolClass]:
    """Inserts `count` classes with `sessions` unmarked sessions each."""
    connection.execute(_INSTITUTE)
    classes = []
    for _ in range(count):
        parameters = {
            "code": uuid4().hex[:12],
            "topics": TOPICS,
            "size": CLASS_SIZE,
            "past": PAST_SESSIONS,
            "sessions": PAST_SESSIONS + sessions,
        }
        row = connection.execute(_CLASS, parameters).fetchone()
        if row is None:
            raise RuntimeError("the class was not written")
        user_uuid: UUID = row[0]
        token = make_access_token(AccessClaims(user_uuid, uuid4()), secret, timedelta(hours=8))
        classes.append(SchoolClass(token, *row[1:]))
    # What lies behind a class has moved its progress, as the rule says.
    students = [student for one in classes for student in one.students]
    connection.execute(
        recompute_statement(_THEIR_SUBJECTS), {"students": students, "mastery_level": 3, "actor_user_id": None}
    )
    return classes
