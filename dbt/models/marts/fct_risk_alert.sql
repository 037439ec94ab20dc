with alerts as (

    select
        alert.*,
        row_number() over (partition by alert.enrollment_id order by alert.raised_on, alert.alert_id) as alert_number,
        cast({{ dbt.dateadd('day', var('alert_answer_days'), 'alert.raised_on') }} as date) as answer_until
    from {{ ref('stg_operational__risk_alert') }} as alert

),

helped as (

    select
        alerts.alert_id,
        min(intervention.started_on) as first_helped_on
    from alerts
    inner join {{ ref('stg_operational__intervention') }} as intervention
        on
            alerts.enrollment_id = intervention.enrollment_id
            and alerts.raised_on <= intervention.started_on
            and alerts.outcome_on > intervention.started_on
    where not intervention.is_holdout
    group by alerts.alert_id

)

select
    alerts.alert_id,
    alerts.enrollment_id,
    alerts.student_id,
    alerts.campus_id,
    enrollment.subject_id,
    enrollment.faculty_id,
    cast(alerts.alert_number as integer) as alert_number,
    alerts.raised_on,
    alerts.p_drop,
    alerts.p_drop_30d,
    alerts.band,
    alerts.model_version,
    alerts.is_randomised,
    alerts.is_holdout,
    alerts.holdout_share,
    alerts.shown_from,
    alerts.status,
    alerts.intervention_id,
    {{ local_date('alerts.closed_at', 'campus.time_zone') }} as closed_on,
    helped.first_helped_on,
    coalesce(helped.first_helped_on < alerts.answer_until, false) as is_helped_soon,
    alerts.outcome_on,
    alerts.outcome_on <= clock.as_of_date as is_outcome_known,
    case when enrollment.outcome = 'dropped' then enrollment.ended_on end as dropped_on,
    case
        when alerts.outcome_on > clock.as_of_date then null
        else not coalesce(enrollment.outcome = 'dropped' and enrollment.ended_on < alerts.outcome_on, false)
    end as was_kept
from alerts
inner join {{ ref('fct_enrollment') }} as enrollment on alerts.enrollment_id = enrollment.enrollment_id
inner join {{ ref('stg_operational__campus') }} as campus on alerts.campus_id = campus.campus_id
left join helped on alerts.alert_id = helped.alert_id
cross join {{ ref('stg_operational__clock') }} as clock
