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
{{ features_velocity_weeks(among) }},

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
