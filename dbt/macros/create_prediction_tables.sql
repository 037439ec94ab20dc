{#
Predictions come back into dbt as a source. Before the first model has been trained its tables are there and empty, so that
every report builds from the first day; a column that came with an upgrade is added. The pipelines write them; dbt only reads.
Which tables and columns there are stands in the source's yml (`data_type`); while the project is being parsed there is none yet.
#}
{% macro create_prediction_tables() %}
    create schema if not exists predictions;
    {%- for table in graph.get('sources', {}).values() | selectattr('source_name', 'equalto', 'predictions') %}
    create table if not exists predictions.{{ table.name }} (
        {%- for column in table.columns.values() %}
        {{ column.name }} {{ column.data_type }}{{ ',' if not loop.last }}
        {%- endfor %}
    );
        {%- for column in table.columns.values() %}
    alter table predictions.{{ table.name }} add column if not exists {{ column.name }} {{ column.data_type }};
        {%- endfor %}
    {%- endfor %}
{% endmacro %}
