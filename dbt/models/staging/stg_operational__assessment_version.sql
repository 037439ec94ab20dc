select
    id as assessment_id,
    due_date,
    assessment_date,
    graded_on,
    percentage,
    status,
    is_deleted,
    extract_id,
    known_on
from {{ source('raw', 'assessments_version') }}
-- written with the rows of {{ source('raw', 'assessments') }}, so that a change there is one here
