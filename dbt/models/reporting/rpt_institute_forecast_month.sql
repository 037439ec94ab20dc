select
    scope.campus_code,
    cast({{ dbt.date_trunc('month', 'forecast.p50_date') }} as date) as month_start,
    count(*) as completions
from {{ ref('int_predictions__completion') }} as forecast
inner join {{ ref('int_institute__scope') }} as scope on forecast.campus_id = scope.campus_id
where forecast.p50_date is not null
group by 1, 2
