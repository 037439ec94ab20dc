{{ config(
    materialized='incremental',
    unique_key='available_day_key',
    incremental_strategy='delete+insert',
    on_schema_change='fail',
    meta={'by_day': true},
    indexes=[{'columns': ['extract_id']}, {'columns': ['faculty_id']}, {'columns': ['available_on']}],
    pre_hook="{{ take_out_changed(
        'faculty_id, available_on', changed_available_days(), {'faculty_id': 'faculty_id', 'happened_on': 'available_on'}
    ) }}",
    post_hook="{{ mark_when_fresh() }}",
) }}

-- Incremental because hours by day are many and hardly ever move.
select
    cast(hours.faculty_id as {{ dbt.type_string() }})
    || '@' || cast(hours.date_day as {{ dbt.type_string() }}) as available_day_key,
    hours.faculty_id,
    hours.campus_id,
    hours.date_day as available_on,
    hours.weekly_minutes,
    hours.leave_minutes,
    hours.available_minutes,
    clock.extract_id
from {{ ref('int_faculty__day_hours') }} as hours
cross join {{ ref('stg_operational__clock') }} as clock
where
    hours.available_minutes > 0
    and hours.date_day <= clock.as_of_date
    {% if is_incremental() and not available_days_moved() %}
    and false
    {% elif is_incremental() %}
    and (hours.faculty_id, hours.date_day) in ({{ changed_keys('faculty_id, available_on') }})
    {% endif %}
