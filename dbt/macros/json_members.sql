{#
The members of a JSON object as rows (name, value as text) for a lateral join. What is empty, a list or an object is left
out: a model learns from plain values. The only place where JSON is taken apart.
#}
{% macro json_members(column) -%}
    {%- if target is defined and target.type == 'duckdb' -%}
    (
        select member.key as name, json_extract_string(member.value, '$') as value
        from json_each({{ column }}) as member
        where member.type not in ('OBJECT', 'ARRAY', 'NULL')
    )
    {%- else -%}
    (
        select member.key as name, member.value #>> '{}' as value
        from jsonb_each({{ column }}) as member
        where jsonb_typeof(member.value) not in ('object', 'array', 'null')
    )
    {%- endif -%}
{%- endmacro %}
