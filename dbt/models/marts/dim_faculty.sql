select
    faculty_id,
    employee_id,
    campus_id,
    cast(experience_years as double precision) as experience_years,
    max_hours_per_day,
    status as faculty_status
from {{ ref('stg_operational__faculty') }}
