select
    id as inquiry_stage_id,
    inquiry_id,
    from_status,
    to_status,
    changed_at,
    changed_by,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'crm_inquiry_stages') }}
where not is_deleted
