{{ config(
    materialized='incremental',
    unique_key='faculty_day_key',
    incremental_strategy='delete+insert',
    on_schema_change='fail',
    meta={'by_day': true},
    indexes=[{'columns': ['extract_id']}, {'columns': ['date_day', 'faculty_id'], 'unique': True}],
    pre_hook="{{ take_out_changed('date_day, faculty_id', changed_faculty_days(), {'happened_on': 'date_day'}) }}",
    post_hook="{{ mark_when_fresh() }}",
) }}

with sessions as (

    select
        session.faculty_id,
        session.session_date as date_day,
        session.status,
        session.duration_minutes as minutes
    from {{ ref('fct_session') }} as session
    cross join {{ ref('stg_operational__clock') }} as clock
    where
        session.faculty_id is not null
        and session.session_date <= clock.as_of_date
        {% if is_incremental() %}
        and session.session_date in ({{ changed_keys('date_day') }})
        and (session.session_date, session.faculty_id) in ({{ changed_keys('date_day, faculty_id') }})
        {% endif %}

),

-- Sums in the order in which sessions fill available minutes up: a minute counts once, for what took most of her time.
taught as (

    select
        faculty_id,
        date_day,
        cast(sum(case when status = 'completed' then minutes else 0 end) as integer) as delivered,
        cast(sum(case when status in ('completed', 'no_show') then minutes else 0 end) as integer) as to_no_show,
        cast(sum(case when status <> 'cancelled' then minutes else 0 end) as integer) as to_unclosed,
        cast(sum(minutes) as integer) as to_cancelled
    from sessions
    group by faculty_id, date_day

),

able as (

    select
        faculty_id,
        available_on as date_day,
        available_minutes
    from {{ ref('fct_faculty_available_day') }}
    {% if is_incremental() %}
    where
        available_on in ({{ changed_keys('date_day') }})
        and (available_on, faculty_id) in ({{ changed_keys('date_day, faculty_id') }})
    {% endif %}

),

days as (

    select
        coalesce(taught.faculty_id, able.faculty_id) as faculty_id,
        coalesce(taught.date_day, able.date_day) as date_day,
        able.available_minutes,
        coalesce(taught.delivered, 0) as delivered,
        coalesce(taught.to_no_show, 0) as to_no_show,
        coalesce(taught.to_unclosed, 0) as to_unclosed,
        coalesce(taught.to_cancelled, 0) as to_cancelled
    from taught
    full join able on taught.faculty_id = able.faculty_id and taught.date_day = able.date_day

),

filled as (

    select
        faculty_id,
        date_day,
        available_minutes,
        delivered,
        case when available_minutes is not null then least(delivered, available_minutes) end as to_delivered,
        case when available_minutes is not null then least(to_no_show, available_minutes) end as to_no_show,
        case when available_minutes is not null then least(to_unclosed, available_minutes) end as to_unclosed,
        case when available_minutes is not null then least(to_cancelled, available_minutes) end as to_cancelled
    from days

)

select
    cast(filled.faculty_id as {{ dbt.type_string() }})
    || '@' || cast(filled.date_day as {{ dbt.type_string() }}) as faculty_day_key,
    filled.faculty_id,
    faculty.campus_id,
    filled.date_day,
    filled.available_minutes,
    filled.to_delivered as delivered_within_minutes,
    filled.to_no_show - filled.to_delivered as no_show_within_minutes,
    filled.to_unclosed - filled.to_no_show as unclosed_within_minutes,
    filled.to_cancelled - filled.to_unclosed as cancelled_within_minutes,
    filled.available_minutes - filled.to_cancelled as idle_minutes,
    filled.delivered - coalesce(filled.to_delivered, 0) as overtime_minutes,
    clock.extract_id
from filled
inner join {{ ref('dim_faculty_history') }} as faculty
    on
        filled.faculty_id = faculty.faculty_id
        and filled.date_day >= faculty.valid_from
        and filled.date_day < faculty.valid_to
cross join {{ ref('stg_operational__clock') }} as clock
