select
    enrollment_id,
    scored_as_of,
    p_drop,
    band,
    reasons,
    model_version,
    p_drop_30d
from {{ source('predictions', 'at_risk') }}
