select
    id as subject_id,
    code,
    category,
    difficulty_level,
    duration_hours,
    fee,
    status,
    is_deleted,
    extract_id,
    known_on
from {{ source('raw', 'subjects_version') }}
-- written with the rows of {{ source('raw', 'subjects') }}, so that a change there is one here
