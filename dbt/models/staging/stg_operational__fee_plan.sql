select
    id as fee_plan_id,
    enrollment_id,
    total_amount,
    discount_amount,
    discount_reason,
    notes,
    created_by,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'fee_plans') }}
where not is_deleted
