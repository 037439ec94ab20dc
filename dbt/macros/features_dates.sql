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
