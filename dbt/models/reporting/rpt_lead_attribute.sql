select
    attribute,
    verdict,
    reason,
    filled_share,
    power,
    model_version
from {{ ref('stg_predictions__lead_attribute') }}
