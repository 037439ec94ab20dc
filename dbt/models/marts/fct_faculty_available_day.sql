{{ config(
    materialized='incremental',
    unique_key='available_day_key',
    incremental_strategy='delete+insert',
    on_schema_change='fail',
    meta={'by_day': true},
    indexes=[{'columns': ['extract_id']}, {'columns': ['faculty_id']}, {'columns': ['available_on']}],
    pre_hook="{{ take_out_changed('faculty_id', changed_available_days(), {'happened_on': 'available_on'}) }}",
    post_hook="{{ mark_when_fresh() }}",
) }}

-- Incremental because the calendar below is made anew with every mark, and hours by day are many and hardly ever move.
select
    cast(availability.faculty_id as {{ dbt.type_string() }})
    || '@' || cast(calendar.date_day as {{ dbt.type_string() }}) as available_day_key,
    availability.faculty_id,
    availability.campus_id,
    calendar.date_day as available_on,
    availability.available_minutes,
    clock.extract_id
from {{ ref('dim_faculty_availability') }} as availability
inner join {{ ref('dim_date') }} as calendar on availability.day_of_week = calendar.day_of_week
left join {{ ref('dim_holiday') }} as holiday
    on availability.campus_id = holiday.campus_id and calendar.date_day = holiday.holiday_date
cross join {{ ref('stg_operational__clock') }} as clock
where
    holiday.holiday_id is null
    and calendar.date_day <= clock.as_of_date
    {% if is_incremental() %}
    and availability.faculty_id in ({{ changed_keys('faculty_id') }})
    {% endif %}
