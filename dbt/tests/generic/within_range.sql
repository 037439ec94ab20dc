{# Values outside of [low, high]; its words stand in _generic.yml. #}
{% test within_range(model, column_name, low, high) %}
    select {{ column_name }}
    from {{ model }}
    where {{ column_name }} < {{ low }} or {{ column_name }} > {{ high }}
{% endtest %}
