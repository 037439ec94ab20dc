select
    enrollment_no,
    subject_code as subject,
    scored_as_of,
    topics_done,
    topics_total,
    p10_date,
    p50_date,
    p90_date,
    p_finish,
    p_on_time,
    p_on_time_if_finished,
    method
from {{ ref('int_predictions__completion') }}
