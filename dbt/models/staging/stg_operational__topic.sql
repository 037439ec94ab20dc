select
    id as topic_id,
    subject_id,
    name,
    description,
    order_index,
    estimated_duration_minutes,
    difficulty_level,
    learning_objectives,
    resources,
    status,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'topics') }}
where not is_deleted
