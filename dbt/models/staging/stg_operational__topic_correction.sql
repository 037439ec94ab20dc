select
    id as topic_correction_id,
    student_id,
    topic_id,
    competency_level,
    status,
    corrected_on,
    corrected_by,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'topic_corrections') }}
where not is_deleted
