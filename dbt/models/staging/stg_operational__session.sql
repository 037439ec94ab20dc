select
    id as session_id,
    uuid,
    reference,
    campus_id,
    student_id,
    batch_id,
    faculty_id,
    subject_id,
    session_date,
    start_time,
    end_time,
    duration_minutes,
    session_type,
    location,
    status,
    notes,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'learning_sessions') }}
where not is_deleted
