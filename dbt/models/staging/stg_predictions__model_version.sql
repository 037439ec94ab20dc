select
    model,
    version,
    kind,
    trained_at,
    trained_until,
    row_count,
    code_fingerprint,
    data_fingerprint,
    seed,
    metric,
    value,
    baseline,
    baseline_value,
    is_serving
from {{ source('predictions', 'model_version') }}
