select
    comparison,
    estimated_as_of,
    status,
    treated,
    untreated,
    kept_treated,
    kept_untreated,
    uplift,
    low,
    high,
    more_needed,
    more_needed_to_tell,
    method,
    model_version
from {{ ref('stg_predictions__intervention_uplift') }}
