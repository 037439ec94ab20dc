{#
Stands in for dbt's own macro, which gives a data test the rows to look at. With the variable `tested_since` a test of an
incremental relation looks at rows written after that extract only: a refresh tests what changed, the nightly build everything.
#}
{% macro get_where_subquery(relation) -%}
    {%- set wheres = [config.get('where')] | select | list -%}
    {%- set tested = graph.nodes.get(model.attached_node or '') if execute else none -%}
    {%- if var('tested_since', none) is not none and tested and tested.config.materialized == 'incremental' -%}
        {%- do wheres.append('extract_id > ' ~ var('tested_since')) -%}
    {%- endif -%}
    {%- if wheres -%}
        {%- do return('(select * from ' ~ relation ~ ' where ' ~ wheres | join(' and ') ~ ') as dbt_subquery') -%}
    {%- endif -%}
    {%- do return(relation) -%}
{%- endmacro %}
