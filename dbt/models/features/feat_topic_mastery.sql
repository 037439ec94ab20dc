{{ config(materialized='table', tags=['scoring'], contract={'enforced': true}) }}

-- What it took an enrolment to master a topic, and where it stands with it on the clock's day.
with worked as (

    select
        work.enrollment_id,
        work.topic_id,
        min(work.happened_on) as first_worked_on,
        sum(
            case when state.first_done_on is null or work.happened_on <= state.first_done_on then work.hours else 0 end
        ) as hours_to_mastery,
        sum(
            case
                when state.first_done_on is null or work.happened_on <= state.first_done_on then work.sessions else 0
            end
        ) as sessions_to_mastery,
        max(
            case
                when work.happened_on > state.first_done_on and work.understanding < {{ var('mastery_level') }}
                    then 1
                else 0
            end
        ) as fell_back,
        max(case when work.understanding is not null then work.happened_on end) as last_judged_on,
        count(work.understanding) as judgements,
        sum(work.understanding) as understanding_sum
    from {{ ref('int_features__topic_work') }} as work
    left join {{ ref('int_progress__topic_state') }} as state
        on work.enrollment_id = state.enrollment_id and work.topic_id = state.topic_id
    group by work.enrollment_id, work.topic_id

),

marked as (

    select
        assessment.enrollment_id,
        assessment.topic_id,
        avg(assessment.percentage) as mark_percent
    from {{ ref('fct_assessment') }} as assessment
    cross join {{ ref('stg_operational__clock') }} as clock
    where
        assessment.percentage is not null
        and assessment.topic_id is not null
        and assessment.graded_on <= clock.as_of_date
    group by assessment.enrollment_id, assessment.topic_id

)

select
    cast(
        cast(state.enrollment_id as {{ dbt.type_string() }}) || '@'
        || cast(state.topic_id as {{ dbt.type_string() }}) as {{ dbt.type_string() }}
    ) as topic_mastery_key,
    cast(state.enrollment_id as bigint) as enrollment_id,
    cast(enrollment.student_id as bigint) as student_id,
    cast(enrollment.subject_id as bigint) as subject_id,
    cast(state.topic_id as bigint) as topic_id,
    cast(enrollment.faculty_id as bigint) as faculty_id,
    cast(
        coalesce(progress.status, case when state.is_done then 'completed' else 'in_progress' end)
        as {{ dbt.type_string() }}
    ) as status,
    cast(state.competency_level as integer) as competency_level,
    worked.first_worked_on,
    state.first_done_on as mastered_on,
    -- sums of fractions differ in their last digits by the order in which they are read
    cast(
        round(cast(coalesce(worked.hours_to_mastery, 0) as {{ dbt.type_numeric() }}), 4) as double precision
    ) as hours_to_mastery,
    cast(coalesce(worked.sessions_to_mastery, 0) as integer) as sessions_to_mastery,
    coalesce(worked.fell_back, 0) = 1 or coalesce(progress.status, '') = 'needs_review' as needed_review,
    cast(coalesce(worked.judgements, 0) as integer) as judgements,
    cast(coalesce(worked.understanding_sum, 0) as integer) as understanding_sum,
    cast(state.latest_understanding as integer) as latest_understanding,
    worked.last_judged_on,
    cast(round(cast(marked.mark_percent as {{ dbt.type_numeric() }}), 4) as double precision) as mark_percent
from {{ ref('int_progress__topic_state') }} as state
inner join {{ ref('fct_enrollment') }} as enrollment on state.enrollment_id = enrollment.enrollment_id
left join worked on state.enrollment_id = worked.enrollment_id and state.topic_id = worked.topic_id
left join marked on state.enrollment_id = marked.enrollment_id and state.topic_id = marked.topic_id
left join {{ ref('stg_operational__topic_progress') }} as progress
    on state.student_id = progress.student_id and state.topic_id = progress.topic_id
