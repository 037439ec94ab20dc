with periods as (

    {{ periods(ref('stg_operational__faculty_version'), 'faculty_id') | indent(4) }}

)

select
    cast(faculty_id as {{ dbt.type_string() }})
    || '@' || cast(valid_from as {{ dbt.type_string() }}) as faculty_version_key,
    faculty_id,
    campus_id,
    max_hours_per_day,
    max_students_per_day,
    status as faculty_status,
    valid_from,
    valid_to,
    is_current
from periods
