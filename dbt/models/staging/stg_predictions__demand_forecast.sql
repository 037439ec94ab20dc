select
    series_week,
    campus_code,
    measure,
    week_start,
    forecasted_as_of,
    p10,
    p50,
    p90,
    method,
    weeks_known,
    model_version
from {{ source('predictions', 'demand_forecast') }}
