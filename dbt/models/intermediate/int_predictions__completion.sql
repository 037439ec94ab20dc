-- What has ended since the scoring needs no forecast.
select
    enrollment.enrollment_id,
    enrollment.campus_id,
    enrollment.enrollment_no,
    enrollment.subject_code,
    prediction.scored_as_of,
    progress.topics_done,
    progress.topics_total,
    prediction.p10_date,
    prediction.p50_date,
    prediction.p90_date,
    prediction.p_finish,
    prediction.p_on_time,
    prediction.p_on_time_if_finished,
    prediction.method
from {{ ref('stg_predictions__completion_forecast') }} as prediction
inner join {{ ref('fct_enrollment') }} as enrollment on prediction.enrollment_id = enrollment.enrollment_id
inner join {{ ref('int_progress__enrollment') }} as progress on prediction.enrollment_id = progress.enrollment_id
where enrollment.status = 'active'
