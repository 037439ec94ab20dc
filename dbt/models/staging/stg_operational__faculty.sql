select
    id as faculty_id,
    user_id,
    campus_id,
    employee_id,
    specialization,
    qualification,
    experience_years,
    hourly_rate,
    max_hours_per_day,
    max_students_per_day,
    available_time_slots,
    performance_rating,
    status,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'faculties') }}
where not is_deleted
