select
    model,
    version,
    trained_on_rows,
    trained_until,
    baseline,
    metric,
    value,
    baseline_value,
    low,
    high
from {{ ref('stg_predictions__model_card') }}
