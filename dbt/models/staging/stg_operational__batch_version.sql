select
    id as batch_id,
    campus_id,
    subject_id,
    faculty_id,
    batch_type,
    max_students,
    status,
    is_deleted,
    extract_id,
    known_on
from {{ source('raw', 'flexible_batches_version') }}
-- written with the rows of {{ source('raw', 'flexible_batches') }}, so that a change there is one here
