{# dbt's own test, under a name of ours so that its words can stand in _generic.yml. #}
{% test not_null(model, column_name) %}
{{ default__test_not_null(model, column_name) }}
{% endtest %}
