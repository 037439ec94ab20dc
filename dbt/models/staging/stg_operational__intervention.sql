select
    id as intervention_id,
    enrollment_id,
    student_id,
    campus_id,
    started_on,
    reason,
    action,
    is_holdout,
    p_drop_at_start,
    status,
    assigned_to,
    due_date,
    outcome,
    closed_at,
    notes,
    created_by,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'interventions') }}
where not is_deleted
