{{ config(
    materialized='incremental',
    unique_key='week_start',
    incremental_strategy='delete+insert',
    indexes=[{'columns': ['extract_id']}],
    pre_hook="{{ take_out_changed('week_start', changed_weeks()) }}",
    post_hook="{{ mark_when_fresh() }}",
) }}

select
    scope.campus_code,
    velocity.week_start,
    count(distinct enrollment.student_id) as learning_students,
    sum(velocity.topics_completed) as topics_completed,
    sum(velocity.mastery_gained) as mastery_gained,
    sum(velocity.delivered_hours) as delivered_hours,
    max(clock.extract_id) as extract_id
from {{ ref('feat_velocity_week') }} as velocity
inner join {{ ref('fct_enrollment') }} as enrollment on velocity.enrollment_id = enrollment.enrollment_id
inner join {{ ref('int_institute__scope') }} as scope on enrollment.campus_id = scope.campus_id
cross join {{ ref('stg_operational__clock') }} as clock
where
    (velocity.delivered_hours > 0 or velocity.mastery_gained > 0)
    {% if is_incremental() %}
    and velocity.week_start in ({{ changed_keys('week_start') }})
    {% endif %}
group by scope.campus_code, velocity.week_start
