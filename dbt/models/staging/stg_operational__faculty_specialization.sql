select
    id as faculty_id,
    {{ each_of('specialization') }} as specialization
from {{ source('raw', 'faculties') }}
where not is_deleted
