with periods as (

    {{ periods(ref('stg_operational__availability_version'), 'faculty_availability_id') | indent(4) }}

),

-- A part that was added later to a week that was known already did not hold before.
known as (

    select
        faculty_id,
        min(known_on) as first_known_on
    from {{ ref('stg_operational__availability_version') }}
    group by faculty_id

),

parts as (

    select
        periods.faculty_availability_id,
        periods.faculty_id,
        periods.weekday,
        periods.start_time,
        periods.end_time,
        case
            when periods.changed_on = periods.first_known_on and periods.changed_on > known.first_known_on
                then periods.changed_on
            else periods.valid_from
        end as valid_from,
        periods.valid_to,
        periods.is_current
    from periods
    inner join known on periods.faculty_id = known.faculty_id

)

select
    cast(faculty_availability_id as {{ dbt.type_string() }})
    || '@' || cast(valid_from as {{ dbt.type_string() }}) as availability_version_key,
    faculty_availability_id,
    faculty_id,
    cast(weekday as integer) as day_of_week,
    start_time,
    end_time,
    cast(floor(
        (({{ seconds_of_day('end_time') }}) - ({{ seconds_of_day('start_time') }})) / 60
    ) as integer) as available_minutes,
    valid_from,
    valid_to,
    is_current
from parts
