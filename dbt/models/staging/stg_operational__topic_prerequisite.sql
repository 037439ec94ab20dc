select
    id as topic_prerequisite_id,
    topic_id,
    prerequisite_id,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'topic_prerequisites') }}
where not is_deleted
