select
    id as faculty_time_entry_id,
    faculty_id,
    work_date,
    start_time,
    end_time,
    kind,
    minutes,
    session_id,
    notes,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'faculty_time_entries') }}
where not is_deleted
