{{ config(
    materialized='incremental',
    unique_key='enrollment_id',
    incremental_strategy='delete+insert',
    indexes=[{'columns': ['extract_id']}, {'columns': ['enrollment_id'], 'unique': True}],
    pre_hook="{{ take_out_changed('enrollment_id', changed_in('fct_attendance', 'enrollment_id')) }}",
    post_hook="{{ mark_when_fresh() }}",
) }}

select
    attendance.enrollment_id,
    max(attendance.student_id) as student_id,
    count(*) as marks,
    count(case when attendance.is_attended then 1 end) as attended,
    count(case when attendance.attendance_status = 'late' then 1 end) as late,
    cast(sum(attendance.delivered_minutes) as bigint) as attended_minutes,
    min(case when attendance.is_attended then attendance.session_date end) as first_attended_on,
    max(case when attendance.is_attended then attendance.session_date end) as last_attended_on,
    max(clock.extract_id) as extract_id
from {{ ref('fct_attendance') }} as attendance
cross join {{ ref('stg_operational__clock') }} as clock
where
    attendance.enrollment_id is not null
    {% if is_incremental() %}
    and attendance.enrollment_id in ({{ changed_keys('enrollment_id') }})
    {% endif %}
group by attendance.enrollment_id
