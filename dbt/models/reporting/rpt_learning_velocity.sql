{{ config(
    materialized='incremental',
    unique_key=['enrollment_id', 'week_start'],
    incremental_strategy='delete+insert',
    on_schema_change='fail',
    indexes=[
        {'columns': ['extract_id']}, {'columns': ['enrollment_id', 'week_start'], 'unique': True},
        {'columns': ['week_start']},
    ],
    pre_hook="{{ take_out_changed('enrollment_id, week_start', changed_velocities(), {'happened_on': 'week_start'}) }}",
    post_hook="{{ mark_when_fresh() }}",
) }}

select
    enrollment.enrollment_id,
    enrollment.enrollment_no,
    enrollment.subject_code as subject,
    velocity.week_start,
    velocity.topics_completed,
    velocity.mastery_gained,
    velocity.delivered_hours,
    velocity.velocity,
    velocity.trend,
    clock.extract_id
from {{ ref('feat_velocity_week') }} as velocity
inner join {{ ref('fct_enrollment') }} as enrollment on velocity.enrollment_id = enrollment.enrollment_id
cross join {{ ref('stg_operational__clock') }} as clock
{% if is_incremental() %}
where (velocity.enrollment_id, velocity.week_start) in ({{ changed_keys('enrollment_id, week_start') }})
{% endif %}
