-- Of each campus and of all, by action: what was done, what staff saw, and what attendance says.
select
    scope.campus_code,
    intervention.action,
    count(*) as interventions,
    cast(sum(case when intervention.status = 'planned' then 1 else 0 end) as bigint) as open_interventions,
    cast(sum(case when intervention.is_overdue then 1 else 0 end) as bigint) as overdue_interventions,
    cast(sum(case when intervention.status = 'done' then 1 else 0 end) as bigint) as done_interventions,
    cast(sum(case when intervention.outcome in ('returned', 'improved') then 1 else 0 end) as bigint)
        as better_outcomes,
    cast(sum(case when intervention.outcome = 'no_change' then 1 else 0 end) as bigint) as unchanged_outcomes,
    cast(sum(case when intervention.outcome = 'dropped' then 1 else 0 end) as bigint) as dropped_outcomes,
    cast(sum(case when intervention.is_window_over then 1 else 0 end) as bigint) as windows_over,
    cast(sum(case when intervention.is_window_over then intervention.marks_before else 0 end) as bigint)
        as marks_before,
    cast(sum(case when intervention.is_window_over then intervention.attended_before else 0 end) as bigint)
        as attended_before,
    cast(sum(case when intervention.is_window_over then intervention.marks_after else 0 end) as bigint) as marks_after,
    cast(sum(case when intervention.is_window_over then intervention.attended_after else 0 end) as bigint)
        as attended_after
from {{ ref('fct_intervention') }} as intervention
inner join {{ ref('int_institute__scope') }} as scope on intervention.campus_id = scope.campus_id
where intervention.action is not null
group by scope.campus_code, intervention.action
