select
    id as faculty_id,
    campus_id,
    hourly_rate,
    max_hours_per_day,
    max_students_per_day,
    status,
    is_deleted,
    extract_id,
    known_on
from {{ source('raw', 'faculties_version') }}
-- written with the rows of {{ source('raw', 'faculties') }}, so that a change there is one here
