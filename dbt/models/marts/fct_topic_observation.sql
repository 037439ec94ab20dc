{{ config(
    materialized='incremental',
    unique_key='observation_key',
    incremental_strategy='delete+insert',
    indexes=[
        {'columns': ['extract_id']}, {'columns': ['enrollment_id']}, {'columns': ['student_id', 'topic_id']},
        {'columns': ['observed_on']},
    ],
    pre_hook="{{ take_out_changed('observation_key', changed_observations(), observation_traces()) }}",
    post_hook="{{ mark_when_fresh() }}",
) }}

with covered as (

    select
        'a' || cast(covered_topic.attendance_topic_id as {{ dbt.type_string() }}) as observation_key,
        'attendance' as source,
        attendance.student_id,
        session.subject_id,
        covered_topic.topic_id,
        session.session_date as observed_on,
        {{ local_date('attendance.recorded_at', 'campus.time_zone') }} as known_on,
        cast(covered_topic.understanding as integer) as understanding,
        cast(covered_topic.understanding as integer) as competency_level,
        case when covered_topic.understanding is not null then session.session_date end as judged_on,
        coalesce(covered_topic.understanding >= {{ var('mastery_level') }}, true) as is_done,
        -- by start, those without one first, then by mark
        attendance.attendance_id
        + cast(1000000000000 as bigint)
        * coalesce(1 + cast({{ seconds_of_day('session.start_time') }} as bigint), 0) as order_in_day
    from {{ ref('stg_operational__attendance_topic') }} as covered_topic
    inner join {{ ref('stg_operational__attendance') }} as attendance
        on covered_topic.attendance_id = attendance.attendance_id
    inner join {{ ref('stg_operational__session') }} as session on attendance.session_id = session.session_id
    inner join {{ ref('stg_operational__campus') }} as campus on session.campus_id = campus.campus_id
    where
        attendance.attendance_status in ('present', 'late')
        and {{ among_changed('a', 'covered_topic.attendance_topic_id') }}

),

handed_in as (

    select
        'm' || cast(assessment.assessment_id as {{ dbt.type_string() }}) as observation_key,
        'assessment' as source,
        assessment.student_id,
        assessment.subject_id,
        assessment.topic_id,
        coalesce(assessment.assessment_date, assessment.graded_on, assessment.due_date) as observed_on,
        coalesce(assessment.assessment_date, assessment.graded_on, assessment.due_date) as known_on,
        cast(null as integer) as understanding,
        cast(
            round(case when assessment.status = 'graded' then assessment.percentage end / 20) as integer
        ) as competency_level,
        case when assessment.status = 'graded' then assessment.graded_on end as judged_on,
        true as is_done,
        assessment.assessment_id as order_in_day
    from {{ ref('stg_operational__assessment') }} as assessment
    where
        assessment.status in ('completed', 'graded')
        and {{ among_changed('m', 'assessment.assessment_id') }}

),

corrected as (

    select
        'c' || cast(correction.topic_correction_id as {{ dbt.type_string() }}) as observation_key,
        'correction' as source,
        correction.student_id,
        topic.subject_id,
        correction.topic_id,
        correction.corrected_on as observed_on,
        correction.corrected_on as known_on,
        cast(null as integer) as understanding,
        correction.competency_level,
        correction.corrected_on as judged_on,
        correction.status in ('completed', 'mastered', 'needs_review') as is_done,
        -- before all else of its day: it stands above what was seen then
        cast(-1 as bigint) as order_in_day
    from {{ ref('stg_operational__topic_correction') }} as correction
    inner join {{ ref('stg_operational__topic') }} as topic on correction.topic_id = topic.topic_id
    where {{ among_changed('c', 'correction.topic_correction_id') }}

),

observed as (

    select * from covered
    union all
    select * from handed_in
    union all
    select * from corrected

)

select
    observed.observation_key,
    observed.source,
    observed.student_id,
    link.enrollment_id,
    observed.subject_id,
    observed.topic_id,
    observed.observed_on,
    observed.known_on,
    observed.understanding,
    observed.competency_level,
    observed.judged_on,
    observed.is_done,
    observed.order_in_day,
    clock.extract_id
from observed
-- a topic of another subject says nothing of this one
inner join {{ ref('stg_operational__topic') }} as topic
    on observed.topic_id = topic.topic_id and observed.subject_id = topic.subject_id
left join {{ ref('int_enrollment__link') }} as link
    on observed.student_id = link.student_id and observed.subject_id = link.subject_id
cross join {{ ref('stg_operational__clock') }} as clock
