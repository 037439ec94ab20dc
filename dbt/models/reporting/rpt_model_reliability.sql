select
    model,
    version,
    target,
    bin,
    predicted,
    observed,
    low,
    high,
    row_count
from {{ ref('stg_predictions__model_reliability') }}
