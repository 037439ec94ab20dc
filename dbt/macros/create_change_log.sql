{#
What left the incremental facts, for whoever stands on them: see `incremental.sql`. The publication reads it to know which months
of a fact it must write anew, and takes out what everybody has heard of.
#}
{% macro create_change_log() %}
    {%- if target.type == 'postgres' %}
    create schema if not exists changes;
    create table if not exists changes.removed_row (
        relation text not null,
        extract_id bigint not null,
        enrollment_id bigint,
        student_id bigint,
        campus_id bigint,
        happened_on date,
        topic_id bigint,
        faculty_id bigint
    );
    alter table changes.removed_row
    add column if not exists topic_id bigint,
    add column if not exists faculty_id bigint;
    create index if not exists removed_row_by_extract on changes.removed_row (relation, extract_id);
    {%- endif %}
{% endmacro %}
