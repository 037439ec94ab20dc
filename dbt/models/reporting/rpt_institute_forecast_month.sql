with forecasts as (

    select
        scope.campus_code,
        cast({{ dbt.date_trunc('month', 'forecast.p50_date') }} as date) as month_start
    from {{ ref('int_predictions__completion') }} as forecast
    inner join {{ ref('int_institute__scope') }} as scope on forecast.campus_id = scope.campus_id
    where forecast.p50_date is not null

)

select
    campus_code,
    month_start,
    count(*) as completions
from forecasts
group by campus_code, month_start
