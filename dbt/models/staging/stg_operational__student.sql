select
    id as student_id,
    user_id,
    campus_id,
    enrollment_no,
    date_of_birth,
    address,
    emergency_contact_name,
    emergency_contact_phone,
    guardian_email,
    admission_date,
    counselor_id,
    learning_style,
    preferred_schedule,
    attributes,
    status,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'students') }}
where not is_deleted
