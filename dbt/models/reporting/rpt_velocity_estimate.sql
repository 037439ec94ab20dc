{{ config(tags=['scoring']) }}

-- What has ended since the scoring is not compared any more.
select
    enrollment.enrollment_id,
    enrollment.enrollment_no,
    enrollment.subject_code as subject,
    estimate.scored_as_of,
    estimate.velocity,
    estimate.velocity_low,
    estimate.velocity_high,
    estimate.observed_velocity,
    estimate.observed_hours,
    estimate.own_weight,
    estimate.cohort_velocity,
    cast(estimate.peer_count as integer) as peer_count,
    estimate.peers_slower_share,
    estimate.trend,
    estimate.model_version
from {{ ref('stg_predictions__velocity_estimate') }} as estimate
inner join {{ ref('fct_enrollment') }} as enrollment on estimate.enrollment_id = enrollment.enrollment_id
where enrollment.status = 'active'
