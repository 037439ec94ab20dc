{{ config(materialized='table', tags=['scoring']) }}

-- Hours that faculty could teach, by week, of each campus and of all.
select
    scope.campus_code,
    hours.week_start,
    count(distinct hours.faculty_id) as faculty,
    sum(hours.weekly_hours) as weekly_hours,
    sum(hours.holiday_hours) as holiday_hours,
    sum(hours.leave_hours) as leave_hours,
    sum(hours.available_hours) as available_hours
from {{ ref('int_capacity__faculty_week') }} as hours
inner join {{ ref('int_institute__scope') }} as scope on hours.campus_id = scope.campus_id
group by scope.campus_code, hours.week_start
