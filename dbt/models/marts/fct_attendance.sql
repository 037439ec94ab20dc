{{ config(
    materialized='incremental',
    unique_key='attendance_id',
    incremental_strategy='delete+insert',
    indexes=[
        {'columns': ['extract_id']}, {'columns': ['enrollment_id']}, {'columns': ['student_id', 'subject_id']},
        {'columns': ['session_date', 'campus_id']},
    ],
    pre_hook="{{ take_out_changed(
        'attendance_id', changed_attendance(),
        {'enrollment_id': 'enrollment_id', 'campus_id': 'campus_id', 'happened_on': 'session_date'}
    ) }}",
    post_hook="{{ mark_when_fresh() }}",
) }}

with marks as (

    select
        attendance.*,
        attendance.attendance_status in ('present', 'late') as is_attended
    from {{ ref('stg_operational__attendance') }} as attendance
    {% if is_incremental() %}
    where attendance.attendance_id in ({{ changed_keys('attendance_id') }})
    {% endif %}

)

select
    marks.attendance_id,
    marks.session_id,
    marks.student_id,
    link.enrollment_id,
    session.subject_id,
    session.faculty_id,
    session.campus_id,
    session.session_date,
    {{ local_date('marks.recorded_at', 'campus.time_zone') }} as known_on,
    marks.attendance_status,
    marks.is_attended,
    marks.minutes_late,
    case
        when marks.is_attended and session.status = 'completed' then session.duration_minutes
        else 0
    end as delivered_minutes,
    clock.extract_id
from marks
inner join {{ ref('stg_operational__session') }} as session on marks.session_id = session.session_id
inner join {{ ref('stg_operational__campus') }} as campus on session.campus_id = campus.campus_id
left join {{ ref('int_enrollment__link') }} as link
    on marks.student_id = link.student_id and session.subject_id = link.subject_id
cross join {{ ref('stg_operational__clock') }} as clock
