{#
Groups in which this relation's column does not add up to what the fact says; its words stand in _generic.yml. `expression` is the
fact's own, `which` a condition on its rows. A refresh looks at rows that it has written only, and they are not all of a
group: so the two are compared in whole builds.
#}
{% test adds_up_to(model, column_name, fact, expression, by, which='true') %}
{%- set groups = by | join(', ') %}
    select
        {{ groups }},
        sum(told) as told,
        sum(from_fact) as from_fact
    from (
        select
            {{ groups }},
            {{ column_name }} as told,
            0 as from_fact
        from {{ model }}
        union all
        select
            {{ groups }},
            0 as told,
            {{ expression }} as from_fact
        from {{ fact }}
        where {{ which }}
    ) as compared
    where {{ '1 = 0' if var('tested_since', none) is not none else '1 = 1' }}
    group by {{ groups }}
    having coalesce(sum(told), 0) <> coalesce(sum(from_fact), 0)
{% endtest %}
