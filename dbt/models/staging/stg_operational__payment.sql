select
    id as payment_id,
    receipt,
    student_id,
    subject_id,
    enrollment_id,
    amount,
    paid_on,
    method,
    notes,
    recorded_by,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'payments') }}
where not is_deleted
