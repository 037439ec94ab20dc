{{ config(materialized='table', tags=['scoring']) }}
{%- set weeks = 8 %}

-- One row per grid row: the slope of a straight line through what was judged in the last eight weeks (understandings
-- noted with attendance, marks as levels), in levels per week, as known by then. Corrections are no measurement.
with judged as (

    {{ features_judged() | indent(4) }}

),

delayed as (

    select
        judged.enrollment_id,
        judged.level,
        judged.weight,
        {{ features_grid_date('judged.observed_on', 'clock.as_of_date') }} as as_of_date,
        {{ features_days_between(
            features_grid_date('judged.observed_on', 'clock.as_of_date'),
            features_grid_date('judged.known_on', 'clock.as_of_date')
        ) }} as days_late
    from judged
    cross join {{ ref('stg_operational__clock') }} as clock
    where judged.level is not null and judged.known_on <= clock.as_of_date

),

by_week as (

    select
        enrollment_id,
        {%- for back in range(weeks) %}
        coalesce(sum(case when days_late <= {{ 7 * back }} then weight end), 0) as judgements_{{ back }},
        coalesce(sum(case when days_late <= {{ 7 * back }} then weight * level end), 0) as level_{{ back }},
        {%- endfor %}
        as_of_date
    from delayed
    group by enrollment_id, as_of_date

),

recent as (

    select
        grid.enrollment_id,
        {%- for back in range(weeks) %}
        coalesce(lag(by_week.judgements_{{ back }}, {{ back }}) over grid_order, 0) as judgements_{{ back }},
        coalesce(lag(by_week.level_{{ back }}, {{ back }}) over grid_order, 0) as level_{{ back }},
        {%- endfor %}
        grid.as_of_date
    from {{ ref('int_features__grid') }} as grid
    left join by_week on grid.enrollment_id = by_week.enrollment_id and grid.as_of_date = by_week.as_of_date
    window grid_order as (partition by grid.enrollment_id order by grid.as_of_date)

),

-- The week is counted backwards: 0 is the last one, -7 the eighth.
sums as (

    select
        enrollment_id,
        as_of_date,
        judgements_0
        {%- for back in range(1, weeks) %}
        + judgements_{{ back }}
        {%- endfor %} as judgements,
        0
        {%- for back in range(1, weeks) %}
        - {{ back }} * judgements_{{ back }}
        {%- endfor %} as week_sum,
        level_0
        {%- for back in range(1, weeks) %}
        + level_{{ back }}
        {%- endfor %} as level_sum,
        0
        {%- for back in range(1, weeks) %}
        - {{ back }} * level_{{ back }}
        {%- endfor %} as product_sum,
        0
        {%- for back in range(1, weeks) %}
        + {{ back * back }} * judgements_{{ back }}
        {%- endfor %} as square_sum
    from recent

)

select
    enrollment_id,
    as_of_date,
    cast(judgements as integer) as judgements_56d,
    case
        when judgements >= {{ var('competency_trend_judgements') }}
            then
                cast(judgements * product_sum - week_sum * level_sum as double precision)
                / nullif(judgements * square_sum - week_sum * week_sum, 0)
    end as competency_slope_56d
from sums
