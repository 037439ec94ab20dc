{{ config(materialized='table', tags=['scoring'], contract={'enforced': true}) }}
{%- set stage = 'partition by paced.subject_id, paced.as_of_date, paced.weeks_since_start' %}

-- What was known of an enrolment on a date. No outcome in here: labels are in feat_enrollment_outcome.
with paced as (

    select
        grid.*,
        attendance.sessions_7d, attendance.sessions_14d, attendance.sessions_28d,
        attendance.minutes_7d, attendance.minutes_14d, attendance.minutes_28d,
        attendance.days_7d, attendance.days_14d, attendance.days_28d,
        attendance.absences_7d, attendance.absences_14d, attendance.absences_28d,
        attendance.sessions_total, attendance.minutes_total, attendance.absences_total,
        attendance.last_session_on,
        topics.topics_done, topics.topics_done_28d, topics.last_topic_done_on,
        assessments.assessments_due, assessments.assessments_missed, assessments.assessments_missed_28d,
        assessments.assessments_handed_in, assessments.assessments_late,
        assessments.days_early_mean, assessments.mark_mean_percent,
        schedule.planned_28d, schedule.not_held_28d, schedule.not_held_share_28d,
        schedule.habit_planned_28d, schedule.habit_unusual_28d, schedule.schedule_fit_28d,
        competency.judgements_56d, competency.competency_slope_56d,
        cast((grid.days_since_start - mod(grid.days_since_start, 7)) / 7 as integer) as weeks_since_start,
        {{ features_days_between('grid.enrolled_on', 'grid.expected_completion_date') }} as expected_days
    from {{ ref('int_features__grid') }} as grid
    inner join {{ ref('int_features__attendance') }} as attendance
        on grid.enrollment_id = attendance.enrollment_id and grid.as_of_date = attendance.as_of_date
    inner join {{ ref('int_features__topics') }} as topics
        on grid.enrollment_id = topics.enrollment_id and grid.as_of_date = topics.as_of_date
    inner join {{ ref('int_features__assessments') }} as assessments
        on grid.enrollment_id = assessments.enrollment_id and grid.as_of_date = assessments.as_of_date
    inner join {{ ref('int_features__schedule') }} as schedule
        on grid.enrollment_id = schedule.enrollment_id and grid.as_of_date = schedule.as_of_date
    inner join {{ ref('int_features__competency') }} as competency
        on grid.enrollment_id = competency.enrollment_id and grid.as_of_date = competency.as_of_date

)

select
    cast(
        cast(paced.enrollment_id as {{ dbt.type_string() }}) || '@'
        || cast(paced.as_of_date as {{ dbt.type_string() }}) as {{ dbt.type_string() }}
    ) as enrollment_week_key,
    cast(paced.enrollment_id as bigint) as enrollment_id,
    paced.as_of_date,
    cast(paced.student_id as bigint) as student_id,
    cast(paced.subject_id as bigint) as subject_id,
    cast(paced.campus_id as bigint) as campus_id,
    paced.enrolled_on,
    paced.expected_completion_date,
    cast(paced.topics_total as integer) as topics_total,
    cast(paced.days_since_start as integer) as days_since_start,
    paced.weeks_since_start,
    paced.days_since_start / cast(nullif(paced.expected_days, 0) as double precision) as elapsed_share,
    paced.last_session_on,
    cast(
        coalesce({{ features_days_between('paced.last_session_on', 'paced.as_of_date') }}, paced.days_since_start)
        as integer
    ) as days_since_session,
    paced.sessions_7d, paced.sessions_14d, paced.sessions_28d,
    paced.minutes_7d, paced.minutes_14d, paced.minutes_28d,
    paced.days_7d, paced.days_14d, paced.days_28d,
    paced.absences_7d, paced.absences_14d, paced.absences_28d,
    paced.sessions_total, paced.minutes_total, paced.absences_total,
    -- the student's own habit, from before the last two weeks, so that a change shows against it
    case
        when paced.days_since_start >= 28
            then 7 * (paced.sessions_total - paced.sessions_14d) / cast(paced.days_since_start - 14 as double precision)
    end as baseline_sessions_per_week,
    case
        when paced.days_since_start >= 28
            then
                paced.sessions_14d / cast(2 as double precision)
                - 7 * (paced.sessions_total - paced.sessions_14d)
                / cast(paced.days_since_start - 14 as double precision)
    end as sessions_per_week_change,
    paced.topics_done,
    paced.topics_done_28d,
    paced.last_topic_done_on,
    7 * paced.topics_done / cast(greatest(paced.days_since_start, 7) as double precision) as topics_done_per_week,
    paced.topics_done / cast(nullif(paced.topics_total, 0) as double precision) as progress_share,
    paced.assessments_due,
    paced.assessments_missed,
    paced.assessments_missed_28d,
    paced.assessments_handed_in,
    paced.assessments_late,
    paced.days_early_mean,
    paced.mark_mean_percent,
    paced.judgements_56d,
    paced.competency_slope_56d,
    paced.planned_28d,
    paced.not_held_28d,
    paced.not_held_share_28d,
    paced.habit_planned_28d,
    paced.habit_unusual_28d,
    paced.schedule_fit_28d,
    cast(count(*) over ({{ stage }}) as integer) as peer_count,
    percent_rank() over ({{ stage }} order by paced.sessions_total) as sessions_rank,
    percent_rank() over ({{ stage }} order by paced.minutes_28d) as minutes_28d_rank,
    percent_rank() over ({{ stage }} order by paced.topics_done) as topics_done_rank,
    -- without a mark: as the lowest, because those who hand nothing in have none
    percent_rank() over ({{ stage }} order by coalesce(paced.mark_mean_percent, 0)) as mark_rank
from paced
