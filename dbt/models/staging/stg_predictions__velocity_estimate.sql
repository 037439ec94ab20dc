select
    enrollment_id,
    scored_as_of,
    velocity,
    velocity_low,
    velocity_high,
    observed_velocity,
    observed_hours,
    own_weight,
    cohort_velocity,
    peer_count,
    peers_slower_share,
    trend,
    model_version
from {{ source('predictions', 'velocity_estimate') }}
