{%- set longest_calendar_days = 40000 %}

with first_days as (

    select min(admission_date) as first_day from {{ ref('stg_operational__student') }}
    union all
    select min(enrollment_date) from {{ ref('stg_operational__enrollment') }}
    union all
    select as_of_date from {{ ref('stg_operational__clock') }}

),

bounds as (

    select
        -- the year before, so that the first week is a whole one
        {{ dbt.dateadd('year', -1, dbt.date_trunc('year', 'min(first_days.first_day)')) }} as first_day,
        {{ dbt.dateadd('year', 3, dbt.date_trunc('year', 'max(clock.as_of_date)')) }} as end_day
    from first_days
    cross join {{ ref('stg_operational__clock') }} as clock

),

numbers as (

    {{ dbt.generate_series(longest_calendar_days) | indent(4) }}

),

days as (

    select cast({{ dbt.dateadd('day', 'numbers.generated_number - 1', 'bounds.first_day') }} as date) as date_day
    from bounds
    inner join numbers
        on numbers.generated_number <= {{ dbt.datediff('bounds.first_day', 'bounds.end_day', 'day') }}

),

weeks as (

    select
        date_day,
        cast({{ dbt.date_trunc('week', 'date_day') }} as date) as week_start
    from days

),

thursdays as (

    -- ISO 8601: a week belongs to the year of its Thursday
    select
        date_day,
        week_start,
        cast({{ dbt.dateadd('day', 3, 'week_start') }} as date) as thursday
    from weeks

),

iso_years as (

    select
        thursdays.*,
        {{ dbt.datediff(dbt.date_trunc('year', 'thursday'), 'thursday', 'day') }} as days_into_year
    from thursdays

)

select
    date_day,
    cast(extract(year from thursday) as integer) as iso_year,
    -- whole weeks before it, without a division that engines round differently
    cast(1 + (days_into_year - mod(days_into_year, 7)) / 7 as integer) as iso_week,
    week_start,
    cast({{ dbt.date_trunc('month', 'date_day') }} as date) as month_start,
    cast(1 + ({{ dbt.datediff('week_start', 'date_day', 'day') }}) as integer) as day_of_week,
    ({{ dbt.datediff('week_start', 'date_day', 'day') }}) >= 5 as is_weekend
from iso_years
