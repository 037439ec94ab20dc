select
    id as fee_installment_id,
    fee_plan_id,
    due_on,
    amount,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'fee_installments') }}
where not is_deleted
