{%- set window = var('intervention_window_days') %}

with planned as (

    select
        intervention.*,
        cast({{ dbt.dateadd('day', '-' ~ window, 'intervention.started_on') }} as date) as window_from,
        cast({{ dbt.dateadd('day', window, 'intervention.started_on') }} as date) as window_until
    from {{ ref('stg_operational__intervention') }} as intervention

),

attended as (

    select
        planned.intervention_id,
        sum(case when mark.session_date < planned.started_on then 1 else 0 end) as marks_before,
        sum(case when mark.session_date < planned.started_on and mark.is_attended then 1 else 0 end) as attended_before,
        sum(case when mark.session_date >= planned.started_on then 1 else 0 end) as marks_after,
        sum(case when mark.session_date >= planned.started_on and mark.is_attended then 1 else 0 end) as attended_after
    from planned
    inner join {{ ref('fct_attendance') }} as mark
        on
            planned.enrollment_id = mark.enrollment_id
            and planned.window_from <= mark.session_date
            and planned.window_until > mark.session_date
    group by planned.intervention_id

)

select
    planned.intervention_id,
    planned.enrollment_id,
    planned.student_id,
    planned.campus_id,
    enrollment.subject_id,
    planned.started_on,
    planned.action,
    planned.is_holdout,
    planned.p_drop_at_start,
    planned.status,
    planned.assigned_to,
    planned.due_date,
    planned.status = 'planned' and coalesce(planned.due_date < clock.as_of_date, false) as is_overdue,
    {{ local_date('planned.closed_at', 'campus.time_zone') }} as closed_on,
    planned.outcome,
    cast(coalesce(attended.marks_before, 0) as integer) as marks_before,
    cast(coalesce(attended.attended_before, 0) as integer) as attended_before,
    cast(coalesce(attended.marks_after, 0) as integer) as marks_after,
    cast(coalesce(attended.attended_after, 0) as integer) as attended_after,
    planned.window_until <= clock.as_of_date as is_window_over,
    enrollment.outcome as enrollment_outcome,
    cast({{ dbt.datediff('planned.started_on', 'enrollment.ended_on', 'day') }} as integer) as days_until_end
from planned
inner join {{ ref('fct_enrollment') }} as enrollment on planned.enrollment_id = enrollment.enrollment_id
inner join {{ ref('stg_operational__campus') }} as campus on planned.campus_id = campus.campus_id
left join attended on planned.intervention_id = attended.intervention_id
cross join {{ ref('stg_operational__clock') }} as clock
