"""Nobody can be in two places at once: overlapping sessions of one faculty member or one student.

Belongs here: finding clashes among the folder's sessions and with those of the database. In the past they are a
warning (history is as it is), in the future an error. Intervals are half-open; a session without start_time takes no
part.
"""

from datetime import date

import psycopg

_SHOWN_CLASHES = 5

# Who is where, when: one row per person and session. `line` is empty for sessions of the database.
_OCCUPIED = """
create temporary table import_occupied on commit drop as
with meeting as (
    select
        line, session, enrollment_no, batch, employee_id, status, session_date,
        session_date + start_time as starts_at,
        session_date + start_time + make_interval(mins => duration_minutes) as ends_at
    from import_sessions
    where start_time is not null and session_date is not null and duration_minutes is not null
        and coalesce(status, '') <> 'cancelled'
    union all
    select
        null, coalesce(session.reference, 'number ' || session.id), student.enrollment_no, batch.reference,
        faculty.employee_id, session.status, session.session_date,
        session.session_date + session.start_time,
        session.session_date + session.start_time + make_interval(mins => session.duration_minutes)
    from operational.learning_sessions as session
    left join operational.students as student on student.id = session.student_id
    left join operational.flexible_batches as batch on batch.id = session.batch_id
    left join operational.faculties as faculty on faculty.id = session.faculty_id
    where session.start_time is not null and session.status <> 'cancelled'
        and session.session_date in (
            select day.session_date + shift
            from (select distinct session_date from import_sessions where start_time is not null) as day,
                generate_series(-1, 1) as shift
        )
        and not exists (select from import_sessions as fresh where fresh.session = session.reference)
)
select 'faculty' as role, employee_id as person, * from meeting where employee_id is not null
union all
select 'student', enrollment_no, * from meeting where enrollment_no is not null
union all
select 'student', member.enrollment_no, meeting.*
from meeting join import_members as member on member.batch = meeting.batch
"""

# A session clashes when it starts before the latest end among those that started earlier.
_CLASHES = """
create temporary table import_clash on commit drop as
select
    coalesce(line, earlier_line) as line,
    case when line is null then earlier_session else session end as session,
    case when line is null then session else earlier_session end as other,
    role, person, session_date,
    session_date > %(clock)s or (session_date = %(clock)s and status = 'scheduled') as is_ahead
from (
    select
        *,
        (latest_earlier)[2] as earlier_session,
        nullif((latest_earlier)[3], '')::integer as earlier_line
    from (
        select
            *,
            max(array[to_char(ends_at, 'YYYY-MM-DD HH24:MI:SS'), session, coalesce(line::text, '')]) over (
                partition by role, person order by starts_at, ends_at, session
                rows between unbounded preceding and 1 preceding
            ) as latest_earlier
        from import_occupied
    ) as ordered
    where (latest_earlier)[1]::timestamp > starts_at
) as overlapping
where line is not null or earlier_line is not null
"""

_ERRORS = """
insert into import_error (file, line, column_name, value, expected)
select 'sessions', line, 'start_time', session,
    'a time at which the ' || role || ' ' || person || ' is free; session ' || other || ' takes it'
from import_clash where is_ahead
"""


def check_clashes(connection: psycopg.Connection, clock: date) -> list[str]:
    """Notes clashes ahead as errors and returns those of the past as warnings: their number, and the first few."""
    timed = connection.execute("select exists (select from import_sessions where start_time is not null)").fetchone()
    if timed is None or not timed[0]:
        return []
    connection.execute(_OCCUPIED)
    connection.execute(_CLASHES, {"clock": clock})
    connection.execute(_ERRORS)
    past = connection.execute(
        "select role, person, session_date, session, other, count(*) over () from import_clash "
        "where not is_ahead order by line, role, person limit %s",
        (_SHOWN_CLASHES,),
    ).fetchall()
    if not past:
        return []
    count = past[0][5]
    warning = f"{count:,} clash{'es' if count > 1 else ''} in the imported history: somebody is in two places at once."
    examples = [
        f"Clash: {role} {person} on {day}, sessions {session} and {other}"
        for role, person, day, session, other, _ in past
    ]
    return [warning, *examples]
