{#
An incremental fact whose making has changed (its SQL, its columns, the mastery level that it was made with) is made anew by
itself, also after an upgrade: the table carries a fingerprint as its comment, and where that differs from the model's, dbt
is told `--full-refresh` for this model alone. What a macro renders into the SQL is not part of it: after such a change, say
`--full-refresh`.
#}
{% macro fingerprint() -%}
    {%- set columns = [] -%}
    {%- for column in model.columns.values() -%}
        {%- do columns.append(column.name ~ ' ' ~ (column.data_type or '')) -%}
    {%- endfor -%}
    {%- set level = var('mastery_level') if 'mastery_level' in model.raw_code else '' -%}
    {{- 'made by ' ~ local_md5(model.raw_code ~ columns | join(', ') ~ level) -}}
{%- endmacro %}

{#
Stands in for dbt's own macro of this name, which knows the configuration and the flag only. An engine without fingerprints
(the target `portable`) makes everything anew.
#}
{% macro should_full_refresh() %}
    {%- if target.type != 'postgres' -%}
        {%- do return(true) -%}
    {%- endif -%}
    {%- set wanted = config.get('full_refresh') -%}
    {%- if wanted is none -%}
        {%- set wanted = flags.FULL_REFRESH -%}
    {%- endif -%}
    {%- if not wanted and execute and model.config.materialized == 'incremental' -%}
        {%- set wanted = run_query(
            "select obj_description(to_regclass('" ~ this ~ "'), 'pg_class')"
        ).columns[0].values()[0] != fingerprint() -%}
    {%- endif -%}
    {%- do return(wanted) -%}
{% endmacro %}

{# A fresh table has no fingerprint yet, and no figures until autovacuum comes round, while the next models need them now. #}
{% macro mark_when_fresh() -%}
    {%- if target.type == 'postgres' and not is_incremental() -%}
        comment on table {{ this }} is '{{ fingerprint() }}';
        analyze {{ this }}
    {%- endif -%}
{%- endmacro %}
