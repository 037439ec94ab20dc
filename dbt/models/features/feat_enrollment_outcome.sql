{{ config(materialized='table', tags=['scoring'], contract={'enforced': true}) }}

-- Labels, apart from the features so that they can never be taken for one. An ending counts from the day on which it
-- was known, however early the day that it was said to be; the plan is the first one: a later one knows how it went.
with states as (

    {{ periods(ref('stg_operational__enrollment_version'), 'enrollment_id') | indent(4) }}

),

told as (

    select
        enrollment.enrollment_id,
        max(case when states.status <> enrollment.status then states.valid_to end) as status_known_on
    from {{ ref('fct_enrollment') }} as enrollment
    inner join states on enrollment.enrollment_id = states.enrollment_id
    group by enrollment.enrollment_id

),

planned as (

    select
        enrollment_id,
        expected_completion_date,
        row_number() over (partition by enrollment_id order by valid_from) as number
    from states

)

select
    cast(enrollment.enrollment_id as bigint) as enrollment_id,
    cast(enrollment.student_id as bigint) as student_id,
    cast(enrollment.subject_id as bigint) as subject_id,
    enrollment.enrolled_on,
    planned.expected_completion_date,
    cast(enrollment.status as {{ dbt.type_string() }}) as status,
    cast(enrollment.outcome as {{ dbt.type_string() }}) as outcome,
    case
        when enrollment.outcome is null or told.status_known_on is null
            then coalesce(enrollment.ended_on, enrollment.completed_on)
        else
            greatest(
                coalesce(enrollment.ended_on, enrollment.completed_on, told.status_known_on), told.status_known_on
            )
    end as ended_on
from {{ ref('fct_enrollment') }} as enrollment
inner join told on enrollment.enrollment_id = told.enrollment_id
inner join planned on enrollment.enrollment_id = planned.enrollment_id and planned.number = 1
