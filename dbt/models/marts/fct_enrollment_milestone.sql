{{ config(
    materialized='incremental',
    unique_key='enrollment_id',
    incremental_strategy='delete+insert',
    meta={'by_day': true},
    indexes=[{'columns': ['extract_id']}, {'columns': ['enrollment_id'], 'unique': True}],
    pre_hook="{{ take_out_changed('enrollment_id', changed_milestones()) }}",
    post_hook="{{ mark_when_fresh() }}",
) }}
{%- set versions = ref('stg_operational__enrollment_version') %}
{%- if is_incremental() %}
{%- set versions = '(select * from ' ~ versions ~ ' where enrollment_id in (' ~ changed_keys('enrollment_id') ~ '))' %}
{%- endif %}

with enrollments as (

    select
        enrollment.*,
        student.campus_id,
        clock.as_of_date,
        clock.extract_id as built_in,
        coalesce(enrollment.ended_on, enrollment.actual_completion_date) as over_on
    from {{ ref('stg_operational__enrollment') }} as enrollment
    inner join {{ ref('stg_operational__student') }} as student on enrollment.student_id = student.student_id
    cross join {{ ref('stg_operational__clock') }} as clock
    {% if is_incremental() %}
    where enrollment.enrollment_id in ({{ changed_keys('enrollment_id') }})
    {% endif %}

),

topics as (

    select
        subject_id,
        count(*) as topics_total
    from {{ ref('stg_operational__topic') }}
    where status = 'active'
    group by subject_id

),

done as (

    select
        enrollments.enrollment_id,
        state.first_done_on,
        topics.topics_total,
        row_number() over (
            partition by enrollments.enrollment_id order by state.first_done_on, state.topic_id
        ) as topics_done
    from enrollments
    inner join {{ ref('int_progress__topic_state') }} as state on enrollments.enrollment_id = state.enrollment_id
    inner join {{ ref('stg_operational__topic') }} as topic on state.topic_id = topic.topic_id
    inner join topics on enrollments.subject_id = topics.subject_id
    where state.is_done and topic.status = 'active'

),

reached as (

    select
        enrollment_id,
        min(case when 2 * topics_done >= topics_total then first_done_on end) as half_done_on,
        min(case when topics_done >= topics_total then first_done_on end) as exam_ready_on
    from done
    group by enrollment_id

),

periods as (

    {{ periods(versions, 'enrollment_id') | indent(4) }}

),

pauses as (

    select
        enrollments.enrollment_id,
        sum(greatest({{ dbt.datediff(
            'periods.changed_on',
            'least(periods.valid_to, enrollments.as_of_date, coalesce(enrollments.over_on, enrollments.as_of_date))',
            'day',
        ) }}, 0)) as paused_days
    from enrollments
    inner join periods on enrollments.enrollment_id = periods.enrollment_id
    where periods.status = 'paused'
    group by enrollments.enrollment_id

)

select
    enrollments.enrollment_id,
    enrollments.student_id,
    enrollments.subject_id,
    enrollments.campus_id,
    enrollments.enrollment_date as enrolled_on,
    attended.first_attended_on,
    reached.half_done_on,
    reached.exam_ready_on,
    enrollments.actual_completion_date as completed_on,
    case when enrollments.status = 'dropped' then enrollments.ended_on end as dropped_on,
    {{ milestone_days('attended.first_attended_on') }} as days_to_first_session,
    {{ milestone_days('reached.half_done_on') }} as days_to_half,
    {{ milestone_days('reached.exam_ready_on') }} as days_to_exam_ready,
    {{ milestone_days('enrollments.over_on') }} as days_to_end,
    cast(coalesce(pauses.paused_days, 0) as integer) as paused_days,
    case
        when enrollments.status in ('completed', 'dropped') then enrollments.status
        when reached.exam_ready_on is not null then 'exam_ready'
        when reached.half_done_on is not null then 'half_done'
        when attended.first_attended_on is not null then 'started'
        else 'enrolled'
    end as milestone,
    enrollments.built_in as extract_id
from enrollments
left join {{ ref('int_attendance__enrollment') }} as attended on enrollments.enrollment_id = attended.enrollment_id
left join reached on enrollments.enrollment_id = reached.enrollment_id
left join pauses on enrollments.enrollment_id = pauses.enrollment_id
