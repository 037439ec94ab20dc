select
    id as learning_path_step_id,
    path_id as learning_path_id,
    topic_id,
    subject_id,
    position,
    status,
    reason,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'learning_path_steps') }}
where not is_deleted
