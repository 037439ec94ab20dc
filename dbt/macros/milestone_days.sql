{# Days from the enrolment to a milestone; empty until it is reached. #}
{% macro milestone_days(reached_on) -%}
    cast({{ dbt.datediff('enrollments.enrollment_date', reached_on, 'day') }} as integer)
{%- endmacro %}
