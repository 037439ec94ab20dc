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
from {{ source('predictions', 'model_reliability') }}
