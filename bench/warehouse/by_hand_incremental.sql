-- The same two tables after some raw rows came, changed or went: only the marks and the days that this reaches.
create temporary table changed on commit drop as
select id from raw.session_attendance where extract_id > {seen}
union
select marks.id
from raw.session_attendance as marks
inner join raw.learning_sessions as session on marks.session_id = session.id
where session.extract_id > {seen};
analyze changed;

create temporary table days on commit drop as
select campus_id, session_date from by_hand.attendance where attendance_id in (select id from changed)
union
select campus_id, session_date from raw.learning_sessions where extract_id > {seen};

delete from by_hand.attendance where attendance_id in (select id from changed);

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
from changed
inner join raw.session_attendance as marks on changed.id = marks.id and not marks.is_deleted
inner join raw.learning_sessions as session on marks.session_id = session.id and not session.is_deleted
inner join raw.campuses as campus on session.campus_id = campus.id and not campus.is_deleted
left join raw.student_subject_enrollments as enrollment
    on
        marks.student_id = enrollment.student_id
        and session.subject_id = enrollment.subject_id
        and not enrollment.is_deleted;

insert into days
select distinct campus_id, session_date from by_hand.attendance where attendance_id in (select id from changed);
analyze days;

delete from by_hand.day where (campus_id, session_date) in (select campus_id, session_date from days);

insert into by_hand.day
select
    campus_id,
    session_date,
    coalesce(marks.marks, 0),
    coalesce(marks.attended, 0),
    coalesce(marks.late, 0),
    coalesce(held.sessions_delivered, 0),
    coalesce(marks.delivered_minutes, 0),
    coalesce(marks.active_students, 0),
    (select max(log.extract_id) from raw.extract_log as log)
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
    where
        session_date in (select session_date from days)
        and (campus_id, session_date) in (select campus_id, session_date from days)
    group by campus_id, session_date
) as marks
full join (
    select campus_id, session_date, count(*) as sessions_delivered
    from raw.learning_sessions
    where
        status = 'completed'
        and not is_deleted
        and (campus_id, session_date) in (select campus_id, session_date from days)
    group by campus_id, session_date
) as held using (campus_id, session_date);
