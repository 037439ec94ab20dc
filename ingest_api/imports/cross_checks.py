# ruff: noqa: S608 - SQL of this module is put together, no cell ever becomes part of it
"""What rows and files must agree on, as SQL over the staging tables and the database.

Belongs here: checks that look at more than one row. Each query answers line, column, value, expected. Clashes in the
timetable, which may be warnings, stand in `clashes.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import psycopg

from ingest_api.imports.staging import StagedFile


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """One check; left out while a file that it relies on is incomplete, because then it cannot tell."""

    file: str
    relies_on: tuple[str, ...]
    query: str
    # The column without which there is nothing to check.
    column: str | None = None


# The sessions that attendance names, as they will stand after the import.
_KNOWN_SESSIONS = """
create temporary table import_known_sessions on commit drop as
select distinct on (session) session, enrollment_no, batch, subject, session_date, start_time
from import_sessions where session is not null
union all
select known.session, known.enrollment_no, known.batch, known.subject, known.session_date, known.start_time
from existing_sessions as known
where known.session in (select session from import_attendance)
    and not exists (select from import_sessions as fresh where fresh.session = known.session)
"""

# What is to be learned before what, as it will stand after the import. A table of its own, because the planner takes
# every list for a thousand items and a recursion over it for millions.
_PREREQUISITES = """
create temporary table import_prerequisites on commit drop as
select 'subjects' as file, fresh.code as item, item.value as needs
from import_subjects as fresh cross join lateral string_to_table(fresh.prerequisites, ';') as item (value)
union
select 'topics', fresh.subject || ' ' || fresh.order_index, fresh.subject || ' ' || item.value
from import_topics as fresh cross join lateral string_to_table(fresh.prerequisites, ';') as item (value)
union
select 'subjects', subject.code, needed.code
from operational.subject_prerequisites as edge
join operational.subjects as subject on subject.id = edge.subject_id
join operational.subjects as needed on needed.id = edge.prerequisite_id
where not exists (select from import_subjects as fresh where fresh.code = subject.code)
union
select 'topics', subject.code || ' ' || topic.order_index, subject.code || ' ' || needed.order_index
from operational.topic_prerequisites as edge
join operational.topics as topic on topic.id = edge.topic_id
join operational.subjects as subject on subject.id = topic.subject_id
join operational.topics as needed on needed.id = edge.prerequisite_id
where not exists (
    select from import_topics as fresh where fresh.subject = subject.code and fresh.order_index = topic.order_index
)
"""

# Who belongs to which batch, as it will stand after the import.
_MEMBERS_OF_FOLDER = """
create temporary table import_members on commit drop as
select distinct staged.batch, member.enrollment_no
from import_batches as staged cross join lateral string_to_table(staged.members, ';') as member (enrollment_no)
"""
_MEMBERS_OF_DATABASE = """
insert into import_members
select batch.reference, student.enrollment_no
from operational.flexible_batch_members as member
join operational.flexible_batches as batch on batch.id = member.batch_id and batch.reference is not null
join operational.students as student on student.id = member.student_id
"""
_NOT_IN_FOLDER = "where not exists (select from import_batches as fresh where fresh.batch = batch.reference)"

# The campuses' zones, as they will stand after the import.
_ZONES = """
create temporary table import_zones on commit drop as
select distinct on (code) code, time_zone
from (
    select code, time_zone, 1 as place from import_campuses
    union all
    select code, time_zone, 2 from existing_campuses
) as campus
where time_zone in (select name from pg_timezone_names)
order by code, place
"""


def prepare(connection: psycopg.Connection, staged: Mapping[str, StagedFile]) -> None:
    """Makes the tables that several checks share."""
    connection.execute(_MEMBERS_OF_FOLDER)
    are_members_given = "batches" in staged and "members" in staged["batches"].present
    connection.execute(_MEMBERS_OF_DATABASE + (_NOT_IN_FOLDER if are_members_given else ""))
    connection.execute(_KNOWN_SESSIONS)
    connection.execute(_PREREQUISITES)
    connection.execute(_ZONES)
    for table in ("import_members", "import_known_sessions", "import_prerequisites"):
        connection.execute(f"analyze {table}")


def _without_enrollment(student: str, subject: str) -> str:
    return f"""not exists (
        select from import_enrollments as fresh
        where fresh.enrollment_no = {student} and fresh.subject = {subject}
    ) and not exists (
        select from existing_enrollments as known
        where known.enrollment_no = {student} and known.subject = {subject}
    )"""


def _without_topic(subject: str, order_index: str) -> str:
    return f"""not exists (
        select from import_topics as fresh where fresh.subject = {subject} and fresh.order_index = {order_index}
    ) and not exists (
        select from existing_topics as known where known.subject = {subject} and known.order_index = {order_index}
    )"""


def _circle(file: str, item: str) -> str:
    return f"""
    with recursive reach (item, needs) as (
        select item, needs from import_prerequisites where file = '{file}'
        union
        select reach.item, edge.needs
        from reach join import_prerequisites as edge on edge.file = '{file}' and edge.item = reach.needs
    )
    select staged.line, 'prerequisites', staged.prerequisites, 'prerequisites that do not lead back to the row itself'
    from import_{file} as staged join reach on reach.item = {item} and reach.needs = {item}
    where staged.prerequisites is not null"""


def _check_in(column: str) -> str:
    """An attendance instant on one scale; a session's day does where only the time is given."""
    return f"""case when staged.{column} like '__:__' then session.session_date + staged.{column}::time
        else staged.{column}::timestamp end"""


# The day of `created_at` on the campus; what no campus tells is taken as it stands.
_CREATED_ON = """case when staged.created_at like '%%+00:00'
            then (staged.created_at::timestamptz at time zone coalesce(zone.time_zone, 'UTC'))::date
            else left(staged.created_at, 10)::date end"""


def _created_after_clock(file: str) -> CrossCheck:
    return CrossCheck(
        file,
        (),
        f"""select staged.line, 'created_at', staged.created_at,
            'an instant not later than ' || %(clock)s::date || ', the day of this import'
        from import_{file} as staged left join import_zones as zone on zone.code = staged.campus
        where {_CREATED_ON} > %(clock)s""",
    )


CROSS_CHECKS: tuple[CrossCheck, ...] = (
    CrossCheck("subjects", (), _circle("subjects", "staged.code"), "prerequisites"),
    CrossCheck(
        "topics",
        ("topics",),
        f"""select staged.line, 'prerequisites', item.value, 'an order_index of a topic of the same subject'
        from import_topics as staged cross join lateral string_to_table(staged.prerequisites, ';') as item (value)
        where staged.subject is not null and {_without_topic("staged.subject", "item.value::integer")}""",
        "prerequisites",
    ),
    CrossCheck("topics", (), _circle("topics", "(staged.subject || ' ' || staged.order_index)"), "prerequisites"),
    *(
        CrossCheck(
            file,
            (),
            f"""select line, 'email', email, 'an e-mail address that nobody else has'
            from (
                select *, row_number() over (partition by email order by place, line) as occurrence
                from import_people where email is not null
            ) as person
            where file = '{file}' and (occurrence > 1 or exists (
                select from operational.users as other
                where other.email = person.email and other.id is distinct from person.user_id
                    and not exists (
                        select from import_people as mover
                        where mover.user_id = other.id and mover.email is distinct from other.email
                    )
            ))""",
        )
        for file in ("counselors", "faculties", "students")
    ),
    CrossCheck(
        "sessions",
        ("enrollments",),
        f"""select staged.line, 'subject', staged.subject, 'a subject in which the student is enrolled'
        from import_sessions as staged
        where staged.enrollment_no is not null and staged.batch is null and staged.subject is not null
            and {_without_enrollment("staged.enrollment_no", "staged.subject")}""",
    ),
    CrossCheck(
        "sessions",
        (),
        """select distinct staged.line, 'enrollment_no', staged.enrollment_no,
            'the student whose attendance is recorded for the session'
        from import_sessions as staged
        join operational.learning_sessions as known on known.reference = staged.session
        join operational.session_attendance as mark on mark.session_id = known.id
        join operational.students as student on student.id = mark.student_id
        where staged.enrollment_no is not null and staged.enrollment_no <> student.enrollment_no""",
    ),
    CrossCheck(
        "attendance",
        ("sessions", "batches"),
        """select staged.line, 'enrollment_no', staged.enrollment_no, 'the student of the session'
        from import_attendance as staged join import_known_sessions as session using (session)
        where session.batch is null and staged.enrollment_no <> session.enrollment_no
        union all
        select staged.line, 'enrollment_no', staged.enrollment_no, 'a member of the batch ' || session.batch
        from import_attendance as staged join import_known_sessions as session using (session)
        where session.batch is not null and staged.enrollment_no is not null and not exists (
            select from import_members as member
            where member.batch = session.batch and member.enrollment_no = staged.enrollment_no
        )""",
    ),
    CrossCheck(
        "attendance",
        ("sessions", "enrollments"),
        f"""select staged.line, 'enrollment_no', staged.enrollment_no,
            'a student enrolled in the subject ' || session.subject
        from import_attendance as staged join import_known_sessions as session using (session)
        where session.batch is not null and staged.enrollment_no is not null and session.subject is not null
            and {_without_enrollment("staged.enrollment_no", "session.subject")}""",
    ),
    CrossCheck(
        "attendance",
        (),
        """select staged.line, 'session', staged.session,
            'a session not later than ' || %(clock)s::date || ', the day of this import'
        from import_attendance as staged join import_known_sessions as session using (session)
        where session.session_date > %(clock)s""",
    ),
    CrossCheck(
        "attendance",
        ("topics",),
        f"""select staged.line, 'topics', item.value, 'an order_index of a topic of the subject ' || session.subject
        from import_attendance as staged
        join import_known_sessions as session using (session)
        cross join lateral string_to_table(staged.topics, ';') as item (value)
        where session.subject is not null
            and {_without_topic("session.subject", "split_part(item.value, ':', 1)::integer")}""",
        "topics",
    ),
    CrossCheck(
        "attendance",
        (),
        f"""select staged.line, 'check_out_time', staged.check_out_time, 'an instant not before the check_in_time'
        from import_attendance as staged join import_known_sessions as session using (session)
        where (staged.check_in_time like '%%+00:00') = (staged.check_out_time like '%%+00:00')
            and {_check_in("check_out_time")} < {_check_in("check_in_time")}""",
        "check_out_time",
    ),
    CrossCheck(
        "assessments",
        ("enrollments",),
        f"""select staged.line, 'subject', staged.subject, 'a subject in which the student is enrolled'
        from import_assessments as staged
        where staged.enrollment_no is not null and staged.subject is not null
            and {_without_enrollment("staged.enrollment_no", "staged.subject")}""",
    ),
    CrossCheck(
        "assessments",
        ("topics",),
        f"""select staged.line, 'topic', staged.topic::text,
            'an order_index of a topic of the subject ' || staged.subject
        from import_assessments as staged
        where staged.topic is not null and staged.subject is not null
            and {_without_topic("staged.subject", "staged.topic")}""",
        "topic",
    ),
    _created_after_clock("inquiries"),
    CrossCheck(
        "inquiries",
        (),
        f"""select staged.line, 'closed_on', staged.closed_on::text, 'a date not before the day of created_at'
        from import_inquiries as staged left join import_zones as zone on zone.code = staged.campus
        where staged.closed_on < {_CREATED_ON.replace("%%", "%")}""",
        "closed_on",
    ),
    _created_after_clock("feedback"),
    CrossCheck(
        "feedback",
        ("sessions",),
        """select staged.line, 'session', staged.session,
            'nothing, or a session of a batch: a session of one student tells who wrote anonymously'
        from import_feedback as staged
        where staged.enrollment_no is null and not 'enrollment_no' = any(coalesce(staged.faulty, '{}'))
            and coalesce(
                (select batch is null from import_sessions as fresh where fresh.session = staged.session limit 1),
                (select batch_id is null from operational.learning_sessions where reference = staged.session)
            )""",
        "session",
    ),
)
