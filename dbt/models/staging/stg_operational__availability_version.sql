select
    id as faculty_availability_id,
    faculty_id,
    weekday,
    start_time,
    end_time,
    is_deleted,
    extract_id,
    known_on
from {{ source('raw', 'faculty_availability_version') }}
-- written with the rows of {{ source('raw', 'faculty_availability') }}, so that a change there is one here
