select
    id as subject_id,
    name,
    code,
    description,
    duration_hours,
    category,
    difficulty_level,
    fee,
    status,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'subjects') }}
where not is_deleted
