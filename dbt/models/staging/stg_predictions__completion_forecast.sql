select
    enrollment_id,
    scored_as_of,
    p10_date,
    p50_date,
    p90_date,
    p_finish,
    p_on_time,
    p_on_time_if_finished,
    method
from {{ source('predictions', 'completion_forecast') }}
