{{ config(schema='restricted') }}

with periods as (

    {{ periods(ref('stg_operational__faculty_version'), 'faculty_id') | indent(4) }}

)

select
    cast(faculty_id as {{ dbt.type_string() }})
    || '@' || cast(valid_from as {{ dbt.type_string() }}) as faculty_version_key,
    faculty_id,
    campus_id,
    cast(hourly_rate as numeric(10, 2)) as hourly_rate,
    valid_from,
    valid_to,
    is_current
from periods
