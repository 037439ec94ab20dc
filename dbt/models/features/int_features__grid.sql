{{ config(materialized='table', tags=['scoring']) }}

-- One row per enrolment and weekly as_of_date (clock - 7k) on which it was running.
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

enrollments as (

    select
        enrollment_id,
        student_id,
        subject_id,
        campus_id,
        enrolled_on,
        expected_completion_date,
        topics_total,
        outcome,
        coalesce(ended_on, completed_on) as closed_on
    from {{ ref('fct_enrollment') }}

)

select
    enrollments.enrollment_id,
    grid_dates.as_of_date,
    enrollments.student_id,
    enrollments.subject_id,
    enrollments.campus_id,
    enrollments.enrolled_on,
    enrollments.expected_completion_date,
    enrollments.topics_total,
    {{ features_days_between('enrollments.enrolled_on', 'grid_dates.as_of_date') }} as days_since_start
from enrollments
inner join grid_dates
    on
        enrollments.enrolled_on <= grid_dates.as_of_date
        -- on the day it closes, the outcome is already known
        and (enrollments.closed_on is null or grid_dates.as_of_date < enrollments.closed_on)
where
    -- closed on an unknown day: no date can be said to lie before its end
    enrollments.outcome is null
    or enrollments.closed_on is not null
