with marks as (

    select
        campus_id,
        session_date,
        count(*) as marks,
        count(case when is_attended then 1 end) as attended,
        count(case when attendance_status = 'late' then 1 end) as late,
        sum(delivered_minutes) as delivered_minutes,
        count(distinct case when is_attended then student_id end) as active_students
    from {{ ref('fct_attendance') }}
    group by campus_id, session_date

),

sessions as (

    select
        campus_id,
        session_date,
        count(*) as sessions_delivered
    from {{ ref('fct_session') }}
    where is_delivered
    group by campus_id, session_date

),

days as (

    select
        coalesce(marks.campus_id, sessions.campus_id) as campus_id,
        coalesce(marks.session_date, sessions.session_date) as session_date,
        coalesce(marks.marks, 0) as marks,
        coalesce(marks.attended, 0) as attended,
        coalesce(marks.late, 0) as late,
        coalesce(sessions.sessions_delivered, 0) as sessions_delivered,
        coalesce(marks.delivered_minutes, 0) as delivered_minutes,
        coalesce(marks.active_students, 0) as active_students
    from marks
    full join sessions on marks.campus_id = sessions.campus_id and marks.session_date = sessions.session_date

)

select
    campus.campus_code,
    days.session_date,
    days.marks,
    days.attended,
    days.marks - days.attended as absent,
    days.late,
    days.attended / cast(nullif(days.marks, 0) as double precision) as attendance_rate,
    days.sessions_delivered,
    days.delivered_minutes / cast(60 as double precision) as delivered_hours,
    days.active_students
from days
inner join {{ ref('dim_campus') }} as campus on days.campus_id = campus.campus_id
