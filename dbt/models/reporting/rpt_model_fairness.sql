select
    model,
    version,
    attribute,
    group_name,
    row_count,
    base_rate,
    mean_prediction,
    auc,
    flagged_share,
    found_share
from {{ ref('stg_predictions__model_fairness') }}
