{# Date arithmetic of the feature models, once, so that no model writes an engine's own date operators. #}

{% macro features_days_between(earlier, later) -%}
    {{ dbt.datediff(earlier, later, 'day') }}
{%- endmacro %}

{# The first date of the weekly grid (clock - 7k) on or after `moment`: from that date on, the moment is in the past. #}
{% macro features_grid_date(moment, clock) -%}
    {%- set days_ago = features_days_between(moment, clock) -%}
    cast({{ dbt.dateadd('day', '-((' ~ days_ago ~ ') - mod((' ~ days_ago ~ '), 7))', clock) }} as date)
{%- endmacro %}

{# The Monday on or before `moment`; 1900-01-01 was a Monday. #}
{% macro features_monday(moment) -%}
    {%- set days_since_monday = features_days_between("cast('1900-01-01' as date)", moment) -%}
    cast({{ dbt.dateadd('day', '-mod((' ~ days_since_monday ~ '), 7)', moment) }} as date)
{%- endmacro %}

{# A number for the weekday and the part of the day; a session without a start has its weekday alone. #}
{% macro features_slot(day, start_time) -%}
    4 * mod({{ features_days_between("cast('1900-01-01' as date)", day) }}, 7) + case
        when {{ start_time }} is null then 0
        when extract(hour from {{ start_time }}) < {{ var('afternoon_from_hour') }} then 1
        when extract(hour from {{ start_time }}) < {{ var('evening_from_hour') }} then 2
        else 3
    end
{%- endmacro %}
