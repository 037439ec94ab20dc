{# dbt's own test, under a name of ours so that its words can stand in _generic.yml. #}
{% test unique(model, column_name) %}
{{ default__test_unique(model, column_name) }}
{% endtest %}
