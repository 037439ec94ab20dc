select
    student_id,
    enrollment_no,
    campus_id,
    admission_date,
    learning_style,
    status as student_status
from {{ ref('stg_operational__student') }}
