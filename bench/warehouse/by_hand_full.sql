-- The attendance fact and its daily aggregate as one would write them by hand: from raw rows, with the columns, keys and
-- indexes of the dbt models, and figures for the planner.
drop schema if exists by_hand cascade;
create schema by_hand;

create table by_hand.attendance (
    attendance_id bigint not null primary key,
    session_id bigint not null,
    student_id bigint not null,
    enrollment_id bigint,
    subject_id bigint not null,
    faculty_id bigint,
    campus_id bigint not null,
    session_date date not null,
    known_on date not null,
    attendance_status text not null,
    is_attended boolean not null,
    minutes_late integer,
    delivered_minutes integer not null,
    extract_id bigint not null
);

insert into by_hand.attendance
select
    marks.id,
    marks.session_id,
    marks.student_id,
    enrollment.id,
    session.subject_id,
    session.faculty_id,
    session.campus_id,
    session.session_date,
    cast(marks.recorded_at at time zone campus.time_zone as date),
    marks.attendance_status,
    marks.attendance_status in ('present', 'late'),
    marks.minutes_late,
    case
        when marks.attendance_status in ('present', 'late') and session.status = 'completed'
            then session.duration_minutes
        else 0
    end,
    (select max(log.extract_id) from raw.extract_log as log)
from raw.session_attendance as marks
inner join raw.learning_sessions as session on marks.session_id = session.id and not session.is_deleted
inner join raw.campuses as campus on session.campus_id = campus.id and not campus.is_deleted
left join raw.student_subject_enrollments as enrollment
    on
        marks.student_id = enrollment.student_id
        and session.subject_id = enrollment.subject_id
        and not enrollment.is_deleted
where not marks.is_deleted;

create index on by_hand.attendance (extract_id);
create index on by_hand.attendance (enrollment_id);
create index on by_hand.attendance (student_id, subject_id);
create index on by_hand.attendance (session_date);
analyze by_hand.attendance;

create table by_hand.day as
select
    campus_id,
    session_date,
    coalesce(marks.marks, 0) as marks,
    coalesce(marks.attended, 0) as attended,
    coalesce(marks.late, 0) as late,
    coalesce(held.sessions_delivered, 0) as sessions_delivered,
    coalesce(marks.delivered_minutes, 0) as delivered_minutes,
    coalesce(marks.active_students, 0) as active_students,
    (select max(log.extract_id) from raw.extract_log as log) as extract_id
from (
    select
        campus_id,
        session_date,
        count(*) as marks,
        count(*) filter (where is_attended) as attended,
        count(*) filter (where attendance_status = 'late') as late,
        sum(delivered_minutes) as delivered_minutes,
        count(distinct case when is_attended then student_id end) as active_students
    from by_hand.attendance
    group by campus_id, session_date
) as marks
full join (
    select campus_id, session_date, count(*) as sessions_delivered
    from raw.learning_sessions
    where status = 'completed' and not is_deleted
    group by campus_id, session_date
) as held using (campus_id, session_date);

create index on by_hand.day (extract_id);
create unique index on by_hand.day (campus_id, session_date);
analyze by_hand.day;
