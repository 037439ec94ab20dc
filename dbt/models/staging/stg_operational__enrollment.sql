select
    id as enrollment_id,
    student_id,
    subject_id,
    faculty_id,
    enrollment_date,
    expected_completion_date,
    actual_completion_date,
    ended_on,
    completion_percentage,
    status,
    notes,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'student_subject_enrollments') }}
where not is_deleted
