{# A time of the day as a number, to sort by. #}
{% macro seconds_of_day(moment) -%}
    extract(hour from {{ moment }}) * 3600 + extract(minute from {{ moment }}) * 60 + extract(second from {{ moment }})
{%- endmacro %}
