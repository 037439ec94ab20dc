select
    id as batch_id,
    reference,
    name,
    campus_id,
    subject_id,
    faculty_id,
    batch_type,
    start_date,
    end_date,
    schedule,
    max_students,
    status,
    description,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'flexible_batches') }}
where not is_deleted
