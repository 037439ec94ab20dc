"""Writing attendance: one mark per session and student, the topics covered, and the understanding of each."""

import psycopg

from ingest_api.imports.staging import StagedFile
from ingest_api.imports.upsert import upsert


def _instant(column: str) -> str:
    """A checked instant as timestamptz: a bare time is on the session's day, a bare instant in the campus's zone."""
    return f"""case
        when staged.{column} like '__:__'
            then (session.session_date + staged.{column}::time) at time zone campus.time_zone
        when staged.{column} like '%+00:00' then staged.{column}::timestamptz
        else staged.{column}::timestamp at time zone campus.time_zone
    end"""


# A mark that somebody entered keeps the instant of its entry; an imported one is known since noon of the session's day.
_MARKS = f"""
select
    staged.line, session.id as session_id, student.id as student_id, staged.attendance_status,
    case when staged.attendance_status = 'late' then coalesce(
        greatest(0, floor(extract(epoch from
            {_instant("check_in_time")} - (session.session_date + session.start_time) at time zone campus.time_zone
        ) / 60))::integer,
        known.minutes_late
    ) end as minutes_late,
    {_instant("check_in_time")} as check_in_time,
    {_instant("check_out_time")} as check_out_time,
    staged.faculty_notes,
    case when known.marked_by is not null then known.recorded_at
        else (session.session_date + time '12:00') at time zone campus.time_zone end as recorded_at
from import_attendance as staged
join operational.learning_sessions as session on session.reference = staged.session
join operational.campuses as campus on campus.id = session.campus_id
join operational.students as student using (enrollment_no)
left join operational.session_attendance as known
    on known.session_id = session.id and known.student_id = student.id
"""  # noqa: S608 - constants of this module

_TOPICS = """
create temporary table import_covered on commit drop as
select
    staged.line, mark.id as attendance_id, topic.id as topic_id,
    nullif(split_part(item.value, ':', 2), '')::smallint as understanding
from import_attendance as staged
join operational.learning_sessions as session on session.reference = staged.session
join operational.students as student using (enrollment_no)
join operational.session_attendance as mark on mark.session_id = session.id and mark.student_id = student.id
cross join lateral string_to_table(staged.topics, ';') as item (value)
join operational.topics as topic
    on topic.subject_id = session.subject_id and topic.order_index = split_part(item.value, ':', 1)::integer
where staged.topics is not null
"""

_REMOVE_TOPICS = """
with removed as (
    delete from operational.session_attendance_topics as link
    using import_attendance as staged
    join operational.learning_sessions as session on session.reference = staged.session
    join operational.students as student using (enrollment_no)
    join operational.session_attendance as mark on mark.session_id = session.id and mark.student_id = student.id
    where link.attendance_id = mark.id and not exists (
        select from import_covered as wanted
        where wanted.attendance_id = link.attendance_id and wanted.topic_id = link.topic_id
    )
    returning link.attendance_id
)
insert into import_touched select distinct 'attendance', attendance_id, false from removed
"""


def write_attendance(connection: psycopg.Connection, staged: StagedFile) -> None:
    """Marks by session and student; then, when the file has them, exactly the topics it lists."""
    upsert(
        connection,
        "attendance",
        "session_attendance",
        ("session_id", "student_id"),
        ("attendance_status", "minutes_late", "check_in_time", "check_out_time", "faculty_notes", "recorded_at"),
        _MARKS,
    )
    if "topics" not in staged.present:
        return
    connection.execute(_TOPICS)
    connection.execute("analyze import_covered")
    connection.execute(_REMOVE_TOPICS)
    upsert(
        connection,
        "attendance:topics",
        "session_attendance_topics",
        ("attendance_id", "topic_id"),
        ("understanding",),
        "select line, attendance_id, topic_id, understanding from import_covered",
    )
    # Counted with the mark that they belong to.
    connection.execute(
        """update import_touched as touched set file = 'attendance', row_id = link.attendance_id, is_new = false
        from operational.session_attendance_topics as link
        where touched.file = 'attendance:topics' and link.id = touched.row_id"""
    )
