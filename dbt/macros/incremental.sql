{#
How a fact finds the rows to write anew. Every incremental fact works alike:

1. `last_seen_extract()`: the newest extract_id in the fact. A row carries the extract at which it was last written.
2. `changed_<fact>()`: keys whose own row, or a row that it is joined with, changed in a later extract.
3. A pre-hook, `take_out_changed`, notes those keys down and takes their rows out of the fact.
4. The model writes those that still exist: `where <key> in ({{ changed_keys(<key>) }})`.

All of it is one transaction. A deleted row thus leaves, and so does one that no longer qualifies (a mark corrected from present
to absent). The keys are noted down because some of them can only be found in the fact itself, before its rows are out.
What stands on a fact (a sum by day, the state of a topic, a published month) must hear of rows that left, too: their traces
go to `changes.removed_row`, and `changed_in()` reads them together with the rows that came.
The number is put into the SQL as a literal: compared with a subquery, the planner would expect a third of the table.
#}

{% macro last_seen_extract() -%}
    {{- noted('newest_extract', newest_extract) if execute and is_incremental() else 0 -}}
{%- endmacro %}

{% macro newest_extract() -%}
    {%- do return(run_query('select coalesce(max(extract_id), 0) from ' ~ this).columns[0].values()[0]) -%}
{%- endmacro %}

{% macro changed_ids(relation) -%}
    select row_id from {{ ref('stg_operational__change') }}
    where relation = '{{ relation }}' and extract_id > {{ last_seen_extract() }}
{%- endmacro %}

{#
Empty, and thus false, when the query has no row. Rare changes (a campus, a topic, a link) reach large parts of a fact: only
when there are any may the planner hear of them.
#}
{% macro has_rows(query) -%}
    {%- if not execute or not is_incremental()
        or run_query('select 1 from (' ~ query ~ ') as found limit 1').rows | length > 0 -%}
        yes
    {%- endif -%}
{%- endmacro %}

{#
`key`: a column, or several with commas between. `traces`: what those who stand on this fact find their own rows by; a column of
the log and what it is called here. `which`: a condition on `fact`, where not every row of a changed key has to leave.
#}
{% macro take_out_changed(key, changed, traces={}, which='true') -%}
    {%- if is_incremental() %}
    drop table if exists {{ this.identifier }}__changed;
    create temporary table {{ this.identifier }}__changed as
    select distinct {{ key }} from ({{ changed }}) as changed ({{ key }});
    analyze {{ this.identifier }}__changed;
    {%- set leaving -%}
    delete from {{ this }} as fact where ({{ key }}) in ({{ changed_keys(key) }}) and {{ which }}
    {%- endset %}
    {%- if traces %}
    with removed as (
        {{ leaving }}
        returning {{ traces.values() | join(', ') }}
    )
    insert into changes.removed_row (relation, extract_id, {{ traces.keys() | join(', ') }})
    select distinct '{{ this.identifier }}', clock.extract_id, {{ traces.values() | join(', ') }}
    from removed
    cross join {{ ref('stg_operational__clock') }} as clock
    {%- else %}
    {{ leaving }}
    {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{#
What a change reaches are few rows, all over a fact, which have been written or read lately: the planner shall find them by
their index. A page elsewhere costs what the next one does, for both are in memory; and a merge join reads a fact up to
the last of the keys, hoping that it comes early. Not for what scoring reads: that looks at every enrolment.
#}
{% macro expect_few_rows() -%}
    {%- if target.type == 'postgres' and is_incremental() and 'scoring' not in model.tags -%}
        set local random_page_cost = 1.1; set local enable_mergejoin = off
    {%- endif -%}
{%- endmacro %}

{# Whether a row says something else than the one that is there; both by their aliases. #}
{% macro says_otherwise(told, known, columns) -%}
    {%- for column in columns -%}
    {{ told }}.{{ column }} is distinct from {{ known }}.{{ column }}{% if not loop.last %} or {% endif %}
    {%- endfor -%}
{%- endmacro %}

{#
Values of `column` in rows of a fact that came or left since this relation was last built. `column` is the fact's own name of
a trace; see `take_out_changed`.
#}
{% macro changed_in(fact, column, trace=none) -%}
    select {{ column }} from {{ ref(fact) }} where extract_id > {{ last_seen_extract() }}
    union all
    select {{ trace or column }} from changes.removed_row
    where relation = '{{ fact }}' and extract_id > {{ last_seen_extract() }}
{%- endmacro %}

{% macro changed_keys(key) -%}
    select {{ key }} from {{ this.identifier }}__changed
{%- endmacro %}

{# A fresh table has no figures until autovacuum comes round, a minute later; the next models need them now. #}
{% macro analyze_when_fresh() -%}
    {%- if target.type == 'postgres' and not is_incremental() -%}
        analyze {{ this }}
    {%- endif -%}
{%- endmacro %}

{#
Whether a day lies in one of the periods that begin with the days that `starts` finds. As literals: with a subquery the planner
does not know how few of them there are, and reads all of a fact.
#}
{% macro within_periods(day, unit, starts) -%}
    {%- set found = run_query('select distinct begun from (' ~ starts ~ ') as moved (begun) order by 1').columns[0].values()
        if execute else [] -%}
    (
    {%- for begun in found %}
        {{ day }} >= date '{{ begun }}' and {{ day }} < date '{{ begun }}' + interval '1 {{ unit }}'
        {%- if not loop.last %} or {% endif %}
    {%- else %}false
    {%- endfor %}
    )
{%- endmacro %}
