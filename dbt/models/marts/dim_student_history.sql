with periods as (

    {{ periods(ref('stg_operational__student_version'), 'student_id') | indent(4) }}

)

select
    cast(student_id as {{ dbt.type_string() }})
    || '@' || cast(valid_from as {{ dbt.type_string() }}) as student_version_key,
    student_id,
    campus_id,
    counselor_id,
    status as student_status,
    valid_from,
    valid_to,
    is_current
from periods
