select
    id as resource_id,
    topic_id,
    subject_id,
    title,
    description,
    kind,
    url,
    storage_key,
    difficulty,
    duration_minutes,
    learning_style,
    status,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'resources') }}
where not is_deleted
