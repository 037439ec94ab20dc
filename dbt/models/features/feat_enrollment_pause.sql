{{ config(materialized='table', tags=['scoring'], contract={'enforced': true}) }}

-- From the versions that the extract keeps: a pause begins on the day it was known, and no earlier feature moves.
with versions as (

    select
        version.*,
        lag(version.status) over (partition by version.enrollment_id order by version.extract_id) as status_before,
        lag(version.is_deleted) over (partition by version.enrollment_id order by version.extract_id) as was_deleted
    from {{ ref('stg_operational__enrollment_version') }} as version

),

-- Another plan within a pause is no other pause.
changes as (

    select *
    from versions
    where status_before is null or status <> status_before or is_deleted <> was_deleted

),

periods as (

    {{ periods('changes', 'enrollment_id') | indent(4) }}

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
