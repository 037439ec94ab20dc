select
    id as feedback_id,
    reference,
    campus_id,
    student_id,
    is_anonymous,
    faculty_id,
    session_id,
    feedback_type,
    rating,
    comments,
    submitted_at,
    sentiment,
    themes,
    status,
    reviewed_by,
    reviewed_at,
    resolution,
    resolved_at,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'feedback') }}
where not is_deleted
