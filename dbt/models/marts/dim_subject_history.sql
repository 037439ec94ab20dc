with periods as (

    {{ periods(ref('stg_operational__subject_version'), 'subject_id') | indent(4) }}

)

select
    cast(subject_id as {{ dbt.type_string() }})
    || '@' || cast(valid_from as {{ dbt.type_string() }}) as subject_version_key,
    subject_id,
    code as subject_code,
    category,
    difficulty_level,
    duration_hours,
    cast(fee as numeric(12, 2)) as fee,
    status as subject_status,
    valid_from,
    valid_to,
    is_current
from periods
