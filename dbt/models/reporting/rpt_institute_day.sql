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
from {{ ref('int_institute__day') }} as days
inner join {{ ref('dim_campus') }} as campus on days.campus_id = campus.campus_id
