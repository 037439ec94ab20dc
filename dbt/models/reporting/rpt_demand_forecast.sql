select
    forecast.campus_code,
    forecast.measure,
    forecast.week_start,
    forecast.forecasted_as_of,
    forecast.p10,
    forecast.p50,
    forecast.p90,
    forecast.method,
    forecast.weeks_known,
    forecast.model_version
from {{ ref('stg_predictions__demand_forecast') }} as forecast
