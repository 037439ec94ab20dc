{# The date on which an instant fell at a place: a campus's day, not the server's. #}
{% macro local_date(instant, time_zone) -%}
    cast({{ instant }} at time zone {{ time_zone }} as date)
{%- endmacro %}
