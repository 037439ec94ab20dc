select
    model,
    version,
    day,
    measure,
    subject,
    value,
    reference,
    low,
    high,
    row_count,
    cast(case
        when measure = 'stability' and value >= {{ var('model_stability_alert') }} then 'alert'
        when measure = 'stability' and value >= {{ var('model_stability_watch') }} then 'watch'
        when measure in ('realised', 'base_rate') and (reference < low or reference > high)
            then case when abs(value - reference) >= {{ var('model_gap_alert') }} then 'alert' else 'watch' end
        else 'ok'
    end as {{ dbt.type_string() }}) as level
from {{ ref('stg_predictions__model_drift') }}
