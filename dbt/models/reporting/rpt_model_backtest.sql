select
    model,
    version,
    origin_date,
    metric,
    baseline,
    value,
    baseline_value,
    low,
    high,
    row_count
from {{ ref('stg_predictions__model_backtest') }}
