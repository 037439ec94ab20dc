select
    id as enrollment_id,
    faculty_id,
    status,
    expected_completion_date,
    actual_completion_date,
    ended_on,
    is_deleted,
    extract_id,
    known_on
from {{ source('raw', 'student_subject_enrollments_version') }}
-- written with the rows of {{ source('raw', 'student_subject_enrollments') }}, so that a change there is one here
