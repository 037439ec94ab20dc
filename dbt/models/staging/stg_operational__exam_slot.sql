select
    id as exam_slot_id,
    campus_id,
    subject_id,
    topic_id,
    faculty_id,
    title,
    starts_at,
    duration_minutes,
    capacity,
    location,
    status,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'exam_slots') }}
where not is_deleted
