select
    model,
    version,
    day,
    measure,
    subject,
    value,
    reference,
    low,
    high,
    row_count
from {{ source('predictions', 'model_drift') }}
