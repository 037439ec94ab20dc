{%- set window_days = var('overview_window_days') %}

with enrollments as (

    select
        scope.campus_code,
        count(distinct enrollment.student_id) as active_students,
        count(*) as active_enrollments
    from {{ ref('fct_enrollment') }} as enrollment
    inner join {{ ref('int_institute__scope') }} as scope on enrollment.campus_id = scope.campus_id
    where enrollment.status = 'active'
    group by scope.campus_code

),

days as (

    select
        scope.campus_code,
        days.marks,
        days.attended,
        -- 0: the clock's day, 1: the day before, …
        {{ dbt.datediff('days.session_date', 'clock.as_of_date', 'day') }} as days_ago
    from {{ ref('rpt_institute_day') }} as days
    inner join {{ ref('dim_campus') }} as campus on days.campus_code = campus.campus_code
    inner join {{ ref('int_institute__scope') }} as scope on campus.campus_id = scope.campus_id
    cross join {{ ref('stg_operational__clock') }} as clock

),

marks as (

    select
        campus_code,
        sum(marks) as marks_total,
        sum(case when days_ago = 0 then marks else 0 end) as marks_today,
        sum(case when days_ago between 0 and {{ window_days }} - 1 then marks end) as marks_now,
        sum(case when days_ago between 0 and {{ window_days }} - 1 then attended end) as attended_now,
        sum(case when days_ago between {{ window_days }} and 2 * {{ window_days }} - 1 then marks end) as marks_before,
        sum(
            case when days_ago between {{ window_days }} and 2 * {{ window_days }} - 1 then attended end
        ) as attended_before
    from days
    group by campus_code

),

learning as (

    select
        weeks.campus_code,
        sum(weeks.mastery_gained) / nullif(sum(weeks.delivered_hours), 0) as velocity
    from {{ ref('int_learning__week') }} as weeks
    cross join {{ ref('stg_operational__clock') }} as clock
    where
        {{ dbt.datediff('weeks.week_start', 'clock.as_of_date', 'day') }}
        between 0 and {{ var('velocity_window_days') }} - 1
    group by weeks.campus_code

),

at_risk as (

    select
        scope.campus_code,
        count(*) as at_risk_high
    from {{ ref('int_predictions__at_risk') }} as prediction
    inner join {{ ref('int_institute__scope') }} as scope on prediction.campus_id = scope.campus_id
    where prediction.band = 'high'
    group by scope.campus_code

),

forecasts as (

    select
        scope.campus_code,
        count(*) as forecast_completions
    from {{ ref('int_predictions__completion') }} as prediction
    inner join {{ ref('int_institute__scope') }} as scope on prediction.campus_id = scope.campus_id
    cross join {{ ref('stg_operational__clock') }} as clock
    where {{ dbt.datediff('clock.as_of_date', 'prediction.p50_date', 'day') }} <= {{ window_days }}
    group by scope.campus_code

)

select
    scope.campus_code,
    coalesce(enrollments.active_students, 0) as active_students,
    coalesce(enrollments.active_enrollments, 0) as active_enrollments,
    cast(marks.attended_now / nullif(marks.marks_now, 0) as double precision) as attendance_rate_30d,
    cast(marks.attended_before / nullif(marks.marks_before, 0) as double precision) as attendance_rate_prev_30d,
    cast(coalesce(marks.marks_total, 0) as bigint) as marks_total,
    cast(coalesce(marks.marks_today, 0) as bigint) as marks_today,
    learning.velocity as velocity_28d,
    coalesce(at_risk.at_risk_high, 0) as at_risk_high,
    coalesce(forecasts.forecast_completions, 0) as forecast_completions_30d,
    clock.as_of_date
from (select distinct campus_code from {{ ref('int_institute__scope') }}) as scope
cross join {{ ref('stg_operational__clock') }} as clock
left join enrollments on scope.campus_code = enrollments.campus_code
left join marks on scope.campus_code = marks.campus_code
left join learning on scope.campus_code = learning.campus_code
left join at_risk on scope.campus_code = at_risk.campus_code
left join forecasts on scope.campus_code = forecasts.campus_code
