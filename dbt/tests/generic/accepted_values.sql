{# dbt's own test, under a name of ours so that its words can stand in _generic.yml. #}
{% test accepted_values(model, column_name, values, quote=True) %}
{{ default__test_accepted_values(model, column_name, values, quote) }}
{% endtest %}
