select
    inquiry_id,
    scored_as_of,
    moment,
    p_enrol,
    band,
    reasons,
    model_version
from {{ source('predictions', 'lead_score') }}
