select
    id as assessment_id,
    reference,
    student_id,
    subject_id,
    topic_id,
    assessment_type,
    title,
    description,
    total_marks,
    marks_obtained,
    percentage,
    grade,
    due_date,
    assessment_date,
    graded_on,
    faculty_id,
    feedback,
    status,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'assessments') }}
where not is_deleted
