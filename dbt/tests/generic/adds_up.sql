{# Rows whose parts are not the whole, or of which one is negative; its words stand in _generic.yml. #}
{% test adds_up(model, total, parts) %}
    select
        {{ total }},
        {{ parts | join(', ') }}
    from {{ model }}
    where
        {{ total }} is distinct from {{ parts | join(' + ') }}
        or {{ parts | join(' < 0 or ') }} < 0
{% endtest %}
