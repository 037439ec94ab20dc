with periods as (

    {{ periods(ref('stg_operational__batch_version'), 'batch_id') | indent(4) }}

)

select
    cast(batch_id as {{ dbt.type_string() }})
    || '@' || cast(valid_from as {{ dbt.type_string() }}) as batch_version_key,
    batch_id,
    campus_id,
    subject_id,
    faculty_id,
    batch_type,
    max_students,
    status as batch_status,
    valid_from,
    valid_to,
    is_current
from periods
