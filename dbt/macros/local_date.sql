{# The date on which an instant fell at a place: a campus's day, not the server's. #}
{% macro local_date(instant, time_zone) -%}
    {{ return(adapter.dispatch('local_date', 'headway')(instant, time_zone)) }}
{%- endmacro %}

{% macro default__local_date(instant, time_zone) -%}
    cast({{ instant }} at time zone {{ time_zone }} as date)
{%- endmacro %}

{% macro spark__local_date(instant, time_zone) -%}
    cast(from_utc_timestamp({{ instant }}, {{ time_zone }}) as date)
{%- endmacro %}
