{{ config(
    materialized='incremental',
    unique_key=['enrollment_id', 'week_start'],
    incremental_strategy='delete+insert',
    contract={'enforced': true},
    on_schema_change='fail',
    meta={'by_day': true},
    indexes=[
        {'columns': ['extract_id']}, {'columns': ['enrollment_id', 'week_start'], 'unique': True},
        {'columns': ['week_start']},
    ],
    pre_hook="{{ take_out_changed(
        'enrollment_id', changed_enrollments(), {'enrollment_id': 'enrollment_id', 'happened_on': 'week_start'},
        is_no_week_any_more()
    ) }}",
    post_hook="{{ mark_when_fresh() }}",
) }}
{%- set among = changed_keys('enrollment_id') if is_incremental() else none %}

-- Learning velocity of an enrolment in a week: mastery gained per delivered hour, by the day on which things happened.
-- A mark moves its own week and the trend of the next seven. All weeks of its enrolment are computed, but only those
-- that say something else are written: what is published by month is written again only where something moved.
with changes as (

    {{ features_topic_changes('observed_on', among) | indent(4) }}

),

gained as (

    select
        enrollment_id,
        {{ features_monday('changed_on') }} as week_start,
        sum(first_done_count) as topics_completed,
        sum(level_gain) as mastery_gained
    from changes
    group by 1, 2

),

delivered as (

    select
        enrollment_id,
        {{ features_monday('session_date') }} as week_start,
        sum(case when is_attended then delivered_minutes else 0 end) / cast(60 as double precision) as delivered_hours
    from {{ ref('fct_attendance') }}
    where
        enrollment_id is not null
        {% if among -%}
        and enrollment_id in ({{ among }})
        {%- endif %}
    group by 1, 2

),

mondays as (

    select date_day as week_start
    from {{ ref('dim_date') }}
    where {{ features_monday('date_day') }} = date_day

),

weeks as (

    select
        enrollment.enrollment_id,
        mondays.week_start,
        coalesce(gained.topics_completed, 0) as topics_completed,
        coalesce(gained.mastery_gained, 0) as mastery_gained,
        coalesce(delivered.delivered_hours, 0) as delivered_hours
    from {{ ref('fct_enrollment') }} as enrollment
    cross join {{ ref('stg_operational__clock') }} as clock
    inner join mondays
        on
            mondays.week_start >= {{ features_monday('enrollment.enrolled_on') }}
            and mondays.week_start <= coalesce(enrollment.ended_on, enrollment.completed_on, clock.as_of_date)
            and mondays.week_start <= clock.as_of_date
    left join gained
        on enrollment.enrollment_id = gained.enrollment_id and mondays.week_start = gained.week_start
    left join delivered
        on enrollment.enrollment_id = delivered.enrollment_id and mondays.week_start = delivered.week_start
    {% if among -%}
    where enrollment.enrollment_id in ({{ among }})
    {%- endif %}

),

compared as (

    select
        weeks.*,
        sum(weeks.mastery_gained) over recent / nullif(sum(weeks.delivered_hours) over recent, 0) as recent_velocity,
        sum(weeks.mastery_gained) over before_recent
        / nullif(sum(weeks.delivered_hours) over before_recent, 0) as previous_velocity,
        count(*) over before_recent as previous_weeks
    from weeks
    window
        recent as (partition by enrollment_id order by week_start rows between 3 preceding and current row),
        before_recent as (partition by enrollment_id order by week_start rows between 7 preceding and 4 preceding)

),

told as (

    select
        cast(
            cast(pace.enrollment_id as {{ dbt.type_string() }}) || '@'
            || cast(pace.week_start as {{ dbt.type_string() }}) as {{ dbt.type_string() }}
        ) as velocity_week_key,
        cast(pace.enrollment_id as bigint) as enrollment_id,
        pace.week_start,
        cast(pace.topics_completed as integer) as topics_completed,
        cast(pace.mastery_gained as double precision) as mastery_gained,
        cast(pace.delivered_hours as double precision) as delivered_hours,
        cast(pace.mastery_gained / nullif(pace.delivered_hours, 0) as double precision) as velocity,
        cast(case
            when
                pace.recent_velocity is null or pace.previous_velocity is null or pace.previous_weeks < 4
                then 'unknown'
            when
                pace.recent_velocity > pace.previous_velocity * (1 + {{ var('velocity_trend_threshold') }})
                then 'rising'
            when
                pace.recent_velocity < pace.previous_velocity * (1 - {{ var('velocity_trend_threshold') }})
                then 'falling'
            else 'steady'
        end as {{ dbt.type_string() }}) as trend
    from compared as pace

)

select
    told.*,
    clock.extract_id
from told
cross join {{ ref('stg_operational__clock') }} as clock
{% if among -%}
left join {{ this }} as known on told.enrollment_id = known.enrollment_id and told.week_start = known.week_start
where
    {{ says_otherwise('told', 'known', [
        'enrollment_id', 'topics_completed', 'mastery_gained', 'delivered_hours', 'velocity', 'trend'
    ]) }}
{%- endif %}
