with teachable as (

    select
        hours.campus_id,
        teacher.subject_id,
        hours.week_start,
        count(*) as faculty,
        sum(hours.available_hours) as hours
    from {{ ref('int_capacity__faculty_week') }} as hours
    inner join {{ ref('int_capacity__teacher') }} as teacher on hours.faculty_id = teacher.faculty_id
    where hours.available_hours > 0
    group by hours.campus_id, teacher.subject_id, hours.week_start

)

select
    campus.campus_code,
    subject.subject_code as subject,
    subject.subject_name,
    capacity.week_start,
    capacity.expected_hours * taught.hours_share as expected_hours,
    cast(coalesce(teachable.faculty, 0) as bigint) as faculty,
    cast(coalesce(teachable.hours, 0) as double precision) as teachable_hours,
    capacity.available_hours > 0
    and coalesce(capacity.expected_hours * taught.hours_share > coalesce(teachable.hours, 0), false) as is_short
from {{ ref('int_capacity__subject_share') }} as taught
inner join {{ ref('dim_campus') }} as campus on taught.campus_id = campus.campus_id
inner join {{ ref('dim_subject') }} as subject on taught.subject_id = subject.subject_id
inner join {{ ref('rpt_capacity_week') }} as capacity
    on campus.campus_code = capacity.campus_code and capacity.is_ahead
left join teachable
    on
        taught.campus_id = teachable.campus_id
        and taught.subject_id = teachable.subject_id
        and capacity.week_start = teachable.week_start
