select
    id as inquiry_subject_id,
    inquiry_id,
    subject_id,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'crm_inquiry_subjects') }}
where not is_deleted
