{{ config(materialized='table', tags=['scoring']) }}

-- One row per assessment and state that it was in: known from which day until which, from the versions that the extract
-- keeps. What was there at its first version is taken as known on the days that it names, as an import tells it.
with states as (

    {{ periods(ref('stg_operational__assessment_version'), 'assessment_id') | indent(4) }}

)

select
    states.assessment_id,
    assessment.enrollment_id,
    states.valid_from as known_from,
    case when not states.is_current then states.valid_to end as known_until,
    states.due_date,
    -- handed in on an unknown day: on the day of its mark, else when it was due
    case
        when states.status in ('completed', 'graded')
            then coalesce(states.assessment_date, states.graded_on, states.due_date)
    end as submitted_on,
    states.graded_on,
    states.status = 'graded' as is_graded,
    cast(states.percentage as double precision) as percentage
from states
inner join {{ ref('fct_assessment') }} as assessment on states.assessment_id = assessment.assessment_id
where assessment.enrollment_id is not null
