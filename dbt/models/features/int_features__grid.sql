{{ config(materialized='table', tags=['scoring']) }}

-- One row per enrolment and weekly as_of_date (clock - 7k) on which it was running, as was known then: its status, its
-- plan and the topics of its subject are those of that day.
with clock as (

    select as_of_date as clock_date from {{ ref('stg_operational__clock') }}

),

grid_dates as (

    select dates.date_day as as_of_date
    from {{ ref('dim_date') }} as dates
    cross join clock
    where
        dates.date_day <= clock.clock_date
        and mod({{ features_days_between('dates.date_day', 'clock.clock_date') }}, 7) = 0

),

states as (

    {{ periods(ref('stg_operational__enrollment_version'), 'enrollment_id') | indent(4) }}

),

topic_states as (

    {{ periods(ref('stg_operational__topic_version'), 'topic_id') | indent(4) }}

),

subjects_came as (

    select
        subject_id,
        min(known_on) as first_known_on
    from {{ ref('stg_operational__subject_version') }}
    group by subject_id

),

-- What came on the day of its subject was always there; what was added later counts from the day that was known.
topics as (

    select
        topic_states.subject_id,
        case
            when topic_states.first_known_on > subjects_came.first_known_on then topic_states.changed_on
            else topic_states.valid_from
        end as valid_from,
        topic_states.valid_to
    from topic_states
    inner join subjects_came on topic_states.subject_id = subjects_came.subject_id
    where topic_states.status = 'active'

),

topic_counts as (

    select
        topics.subject_id,
        grid_dates.as_of_date,
        count(*) as topics_total
    from topics
    inner join grid_dates on topics.valid_from <= grid_dates.as_of_date and topics.valid_to > grid_dates.as_of_date
    group by topics.subject_id, grid_dates.as_of_date

)

select
    enrollment.enrollment_id,
    grid_dates.as_of_date,
    enrollment.student_id,
    enrollment.subject_id,
    enrollment.campus_id,
    enrollment.enrolled_on,
    states.expected_completion_date,
    coalesce(topic_counts.topics_total, 0) as topics_total,
    {{ features_days_between('enrollment.enrolled_on', 'grid_dates.as_of_date') }} as days_since_start
from {{ ref('fct_enrollment') }} as enrollment
inner join states on enrollment.enrollment_id = states.enrollment_id
inner join grid_dates
    on
        enrollment.enrolled_on <= grid_dates.as_of_date
        and states.valid_from <= grid_dates.as_of_date
        and states.valid_to > grid_dates.as_of_date
left join topic_counts
    on enrollment.subject_id = topic_counts.subject_id and grid_dates.as_of_date = topic_counts.as_of_date
where
    states.status not in ('completed', 'dropped')
    -- On the day it closes, the outcome is already known; of one that closed on an unknown day no date lies before it.
    or grid_dates.as_of_date < coalesce(states.ended_on, states.actual_completion_date)
