{# One row for each element of a list column; PostgreSQL and DuckDB agree on the word, Spark says `explode`. #}
{% macro each_of(column) -%}
    unnest({{ column }})
{%- endmacro %}
