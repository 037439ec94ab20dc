{# Periods that end before they begin, or on the same day; its words stand in _generic.yml. #}
{% test in_order(model, first, last) %}
    select *
    from {{ model }}
    where {{ first }} >= {{ last }}
{% endtest %}
