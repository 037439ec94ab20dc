select
    attribute,
    verdict,
    reason,
    filled_share,
    power,
    model_version
from {{ source('predictions', 'lead_attribute') }}
