select
    id as topic_id,
    subject_id,
    order_index,
    difficulty_level,
    estimated_duration_minutes,
    status,
    is_deleted,
    extract_id,
    known_on
from {{ source('raw', 'topics_version') }}
-- written with the rows of {{ source('raw', 'topics') }}, so that a change there is one here
