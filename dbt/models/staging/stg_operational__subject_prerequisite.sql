select
    id as subject_prerequisite_id,
    subject_id,
    prerequisite_id,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'subject_prerequisites') }}
where not is_deleted
