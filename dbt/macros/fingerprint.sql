{#
An incremental relation whose making has changed is made anew by itself, also after an upgrade: the table carries a fingerprint
as its comment, and where that differs from the model's, dbt is told `--full-refresh` for this model alone. It stands for
the model's SQL and columns, the mastery level, the incremental relations below it (one that was made anew is another
table) and, for a relation that moves with the clock (`meta: {by_day: true}`), the day. What a macro renders into the SQL is
not part of it: after such a change, say `--full-refresh`.
#}
{% macro fingerprint() -%}
    {%- set columns = [] -%}
    {%- for column in model.columns.values() -%}
        {%- do columns.append(column.name ~ ' ' ~ (column.data_type or '')) -%}
    {%- endfor -%}
    {%- set level = var('mastery_level') if 'mastery_level' in model.raw_code or 'topic_changes' in model.raw_code else '' -%}
    {%- set below = [] -%}
    {%- for name in model.depends_on.nodes | sort if name in graph.nodes -%}
        {%- set node = graph.nodes[name] -%}
        {%- if node.config.materialized == 'incremental' -%}
            {%- do below.append("cast(to_regclass('" ~ node.schema ~ '.' ~ node.alias ~ "') as oid)") -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if model.config.meta.get('by_day') -%}
        {%- do below.append('(select as_of_date from ' ~ ref('stg_operational__clock') ~ ')') -%}
    {%- endif -%}
    {%- set stands_on = '' if not execute else run_query('select concat_ws(\',\', ' ~ (below | join(', ') or "''") ~ ')').columns[0].values()[0] -%}
    {{- 'made by ' ~ local_md5(model.raw_code ~ columns | join(', ') ~ level ~ stands_on) -}}
{%- endmacro %}

{#
Stands in for dbt's own macro of this name, which knows the configuration and the flag only. An engine without fingerprints
(the target `portable`) makes everything anew. A model asks a dozen times, the database is asked once.
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
        {%- do return(noted('is_made_otherwise', is_made_otherwise)) -%}
    {%- endif -%}
    {%- do return(wanted) -%}
{% endmacro %}

{% macro is_made_otherwise() -%}
    {%- set comment = run_query("select obj_description(to_regclass('" ~ this ~ "'), 'pg_class')").columns[0].values()[0] -%}
    {%- do return(comment != fingerprint()) -%}
{%- endmacro %}

{#
What `ask` found when this model first asked for it: `model` is a dictionary of this node's rendering, and goes with it. What
a model's SQL, its hooks and its materialization go by is then one answer.
#}
{% macro noted(name, ask) -%}
    {%- set notes = model.setdefault('notes_of_headway', {}) -%}
    {%- if name not in notes -%}
        {%- do notes.update({name: ask()}) -%}
    {%- endif -%}
    {%- do return(notes[name]) -%}
{%- endmacro %}

{# A fresh table has no fingerprint yet, and no figures until autovacuum comes round, while the next models need them now. #}
{% macro mark_when_fresh() -%}
    {%- if target.type == 'postgres' and not is_incremental() -%}
        comment on table {{ this }} is '{{ fingerprint() }}';
        analyze {{ this }}
    {%- endif -%}
{%- endmacro %}
