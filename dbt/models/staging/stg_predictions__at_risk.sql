select
    enrollment_id,
    scored_as_of,
    p_drop,
    band,
    reasons,
    model_version
from {{ source('predictions', 'at_risk') }}
