select
    next_topic_key,
    enrollment_id,
    place,
    scored_as_of,
    topic_id,
    step,
    reason,
    expected_sessions,
    expected_hours,
    suited_level,
    model_version
from {{ source('predictions', 'next_topic') }}
