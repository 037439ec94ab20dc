{#
What: more than one row with the same combination of key columns.
Why: every number that sums over this relation would count those rows twice.
How to resolve: the rows returned are the combinations; find which join of the model multiplies them.
#}
{% test unique_combination(model, columns) %}
    select
        {{ columns | join(', ') }},
        count(*) as row_count
    from {{ model }}
    group by {{ columns | join(', ') }}
    having count(*) > 1
{% endtest %}
