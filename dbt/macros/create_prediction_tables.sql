{#
Predictions come back into dbt as a source. Before the first model has been trained its tables are there and empty, so that
every report builds from the first day. The pipelines write them; dbt only reads.
#}
{% macro create_prediction_tables() %}
    create schema if not exists predictions;
    create table if not exists predictions.at_risk (
        enrollment_id bigint,
        scored_as_of date,
        p_drop double precision,
        band text,
        reasons text[],
        model_version text
    );
    create table if not exists predictions.completion_forecast (
        enrollment_id bigint,
        scored_as_of date,
        p10_date date,
        p50_date date,
        p90_date date,
        method text
    );
    create table if not exists predictions.model_card (
        model text,
        version text,
        trained_on_rows bigint,
        trained_until date,
        baseline text,
        metric text,
        value double precision,
        baseline_value double precision,
        low double precision,
        high double precision
    );
{% endmacro %}
