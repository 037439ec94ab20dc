select
    id as faculty_availability_id,
    faculty_id,
    weekday,
    start_time,
    end_time,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'faculty_availability') }}
where not is_deleted
