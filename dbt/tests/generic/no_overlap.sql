{# Periods [valid_from, valid_to) of the same key that overlap; its words stand in _generic.yml. #}
{% test no_overlap(model, key) %}
    select
        earlier.{{ key }},
        earlier.valid_from,
        earlier.valid_to,
        later.valid_from as later_valid_from
    from {{ model }} as earlier
    inner join {{ model }} as later
        on
            earlier.{{ key }} = later.{{ key }}
            and earlier.valid_from < later.valid_from
            and earlier.valid_to > later.valid_from
{% endtest %}
