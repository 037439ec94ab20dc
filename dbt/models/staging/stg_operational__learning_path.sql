select
    id as learning_path_id,
    student_id,
    name,
    goal,
    status,
    created_by,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'learning_paths') }}
where not is_deleted
