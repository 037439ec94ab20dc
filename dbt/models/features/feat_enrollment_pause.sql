{{ config(materialized='table', tags=['scoring'], contract={'enforced': true}) }}

-- From the versions that the extract keeps: a pause begins on the day it was known, and no earlier feature moves.
with periods as (

    {{ periods(ref('stg_operational__enrollment_version'), 'enrollment_id') | indent(4) }}

)

select
    cast(
        cast(periods.enrollment_id as {{ dbt.type_string() }}) || '@'
        || cast(periods.changed_on as {{ dbt.type_string() }}) as {{ dbt.type_string() }}
    ) as enrollment_pause_key,
    cast(periods.enrollment_id as bigint) as enrollment_id,
    periods.changed_on as paused_on,
    case when not periods.is_current then periods.valid_to end as resumed_on
from periods
inner join {{ ref('fct_enrollment') }} as enrollment on periods.enrollment_id = enrollment.enrollment_id
where periods.status = 'paused'
