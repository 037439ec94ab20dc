select
    id as topic_progress_id,
    student_id,
    topic_id,
    competency_level,
    status,
    first_introduced_date,
    completion_date,
    time_spent_minutes,
    session_count,
    assessment_scores,
    notes,
    last_updated_by,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'student_topic_progress') }}
where not is_deleted
