select
    enrollment_id,
    scored_as_of,
    p10_date,
    p50_date,
    p90_date,
    method
from {{ source('predictions', 'completion_forecast') }}
