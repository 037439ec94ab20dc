{# The weeks of enrolments by the day on which things happened: what was learned and what was delivered, as CTEs up to
`weeks` for the model feat_velocity_week; `among`: SQL giving the enrolments, or none for all. #}
{% macro features_velocity_weeks(among) %}
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

{# By themselves: PostgreSQL expects few Mondays, and would else make the weeks of all enrolments first. #}
enrolled as materialized (

    select
        enrollment_id,
        enrolled_on,
        coalesce(ended_on, completed_on) as over_on
    from {{ ref('fct_enrollment') }}
    {% if among -%}
    where enrollment_id in ({{ among }})
    {%- endif %}

),

weeks as (

    select
        enrollment.enrollment_id,
        mondays.week_start,
        coalesce(gained.topics_completed, 0) as topics_completed,
        coalesce(gained.mastery_gained, 0) as mastery_gained,
        coalesce(delivered.delivered_hours, 0) as delivered_hours
    from enrolled as enrollment
    cross join {{ ref('stg_operational__clock') }} as clock
    inner join mondays
        on
            mondays.week_start >= {{ features_monday('enrollment.enrolled_on') }}
            and mondays.week_start <= coalesce(enrollment.over_on, clock.as_of_date)
            and mondays.week_start <= clock.as_of_date
    left join gained
        on enrollment.enrollment_id = gained.enrollment_id and mondays.week_start = gained.week_start
    left join delivered
        on enrollment.enrollment_id = delivered.enrollment_id and mondays.week_start = delivered.week_start

)
{% endmacro %}
