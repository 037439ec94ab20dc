"""The institute that the models are measured on: classes of 20, twice a week, students of differing diligence.

Written set by set into the operational tables, because what is measured begins behind the import. Its outcomes follow a
simple law with chance in it, so that there is something to learn; how well that is learned says nothing of a real one.
"""

from datetime import date

import psycopg

CLASS_SIZE = 20
WEEKS = 24
# For every active enrolment so many ended ones lie behind it.
ENDED_PER_ACTIVE = 1.5
_SUBJECTS, _TOPICS = 40, 24

_CATALOG = f"""
insert into operational.institute (id, name, clock_as_of) values (1, 'Bench', %(as_of)s);
insert into operational.campuses (code, name) values ('B', 'Bench');
insert into operational.subjects (name, code)
select 'Subject ' || number, 'S' || number from generate_series(1, {_SUBJECTS}) as number;
insert into operational.topics (subject_id, name, order_index)
select subject.id, 'Topic ' || place, place
from operational.subjects as subject cross join generate_series(1, {_TOPICS}) as place;
"""  # noqa: S608 - numbers of our own
_PEOPLE = """
create temporary table person on commit drop as
select number, (number - 1) / %(size)s as class, number <= %(active)s as is_active, random() as diligence
from generate_series(1, %(count)s) as number;
alter table person add column student_id bigint;
insert into operational.users (first_name, role, campus_id)
select 'Faculty ' || class, 'faculty', 1 from (select distinct class from person) as classes order by class;
insert into operational.faculties (user_id, campus_id, employee_id)
select id, 1, 'F' || split_part(first_name, ' ', 2) from operational.users where role = 'faculty';
insert into operational.users (first_name, role, campus_id) select 'Student ' || number, 'student', 1 from person;
insert into operational.students (user_id, campus_id, enrollment_no)
select id, 1, 'N' || split_part(first_name, ' ', 2) from operational.users where role = 'student';
update person set student_id = student.id from operational.students as student
where student.enrollment_no = 'N' || person.number;
"""
# Active classes began 4 to 20 weeks ago, the others so long ago that they are over. The less diligent leave early.
_COURSES = f"""
create temporary table course on commit drop as
select
    person.*, 1 + class %% {_SUBJECTS} as place,
    case
        when is_active then %(as_of)s::date - 7 * (4 + class %% 17)
        else %(as_of)s::date - 7 * ({WEEKS} + 2 + class %% 30)
    end as started_on,
    case
        when random() < 0.75 * power(1 - diligence, 2) and not is_active then 3 + floor(random() * 18)::int
    end as left_week
from person;
insert into operational.student_subject_enrollments
    (student_id, subject_id, faculty_id, enrollment_date, expected_completion_date, actual_completion_date, ended_on,
    status)
select
    course.student_id, subject.id, faculty.id, started_on, started_on + 7 * {WEEKS},
    case when not is_active and left_week is null then started_on + 7 * {WEEKS} - 2 end,
    case when not is_active then started_on + coalesce(7 * left_week, 7 * {WEEKS} - 2) end,
    case when is_active then 'active' when left_week is null then 'completed' else 'dropped' end
from course
inner join operational.subjects as subject on subject.code = 'S' || course.place
inner join operational.faculties as faculty on faculty.employee_id = 'F' || course.class;
"""  # noqa: S608 - numbers of our own
_LESSONS = f"""
create temporary table lesson on commit drop as
select
    classes.*, week, half, started_on + 7 * (week - 1) + 1 + 3 * half as held_on
from (select distinct class, place, started_on from course) as classes
cross join generate_series(1, {WEEKS}) as week cross join generate_series(0, 1) as half
where started_on + 7 * (week - 1) + 1 + 3 * half < %(as_of)s;
insert into operational.flexible_batches (name, campus_id, subject_id, faculty_id)
select 'Class ' || class, 1, subject.id, faculty.id
from (select distinct class, place from course) as classes
inner join operational.subjects as subject on subject.code = 'S' || classes.place
inner join operational.faculties as faculty on faculty.employee_id = 'F' || classes.class;
insert into operational.learning_sessions
    (campus_id, batch_id, faculty_id, subject_id, session_date, duration_minutes, session_type, status)
select 1, batch.id, batch.faculty_id, batch.subject_id, held_on, 60, 'group', 'completed'
from lesson inner join operational.flexible_batches as batch on batch.name = 'Class ' || lesson.class;
"""  # noqa: S608 - a number of our own
# A week of absence after week of absence, the less diligent the more.
_MARKS = """
insert into operational.session_attendance (session_id, student_id, attendance_status, recorded_at)
select
    session.id, course.student_id,
    case when random() < 0.25 + 0.7 * course.diligence then 'present' else 'absent' end,
    session.session_date + time '20:00'
from course
inner join operational.flexible_batches as batch on batch.name = 'Class ' || course.class
inner join operational.learning_sessions as session on session.batch_id = batch.id
where course.left_week is null or session.session_date < course.started_on + 7 * course.left_week;
insert into operational.session_attendance_topics (attendance_id, topic_id, understanding)
select mark.id, topic.id, 1 + floor(random() * 3 + 2 * course.diligence)::int
from operational.session_attendance as mark
inner join course on course.student_id = mark.student_id
inner join operational.learning_sessions as session on session.id = mark.session_id
inner join operational.topics as topic
    on topic.subject_id = session.subject_id and topic.order_index = (session.session_date - course.started_on) / 7 + 1
where mark.attendance_status = 'present' and extract(isodow from session.session_date) <= 4;
"""


def make_institute(connection: psycopg.Connection, active: int, as_of: date) -> None:
    """Writes the institute in one transaction.

    Args:
        connection: to a migrated, empty database.
        active: active enrolments; a multiple of twenty.
        as_of: the institute's clock.
    """
    parameters = {
        "as_of": as_of.isoformat(),
        "active": active,
        "count": int(active * (1 + ENDED_PER_ACTIVE)),
        "size": CLASS_SIZE,
    }
    with connection.transaction():
        connection.execute("select setseed(0.5)")
        for part in (_CATALOG, _PEOPLE, _COURSES, _LESSONS, _MARKS):
            for statement in part.split(";\n"):
                if statement.strip():
                    connection.execute(statement.encode(), {name: parameters[name] for name in _named(statement)})


def _named(statement: str) -> list[str]:
    return [name for name in ("as_of", "active", "count", "size") if f"%({name})s" in statement]
