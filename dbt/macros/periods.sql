{#
Versions of a row become the periods in which they held: [valid_from, valid_to), `is_current`. Of several versions known on one
day the last counts; the first that is known stands for all days before it; after a deletion comes no period. A clock that
was set back does not bring a change before an earlier one.
#}
{% macro periods(versions, key) -%}
    with dated as (

        select
            version.*,
            max(version.known_on) over (
                partition by version.{{ key }} order by version.extract_id
                rows between unbounded preceding and current row
            ) as changed_on
        from {{ versions }} as version

    ),

    by_day as (

        select
            dated.*,
            row_number() over (
                partition by dated.{{ key }}, dated.changed_on order by dated.extract_id desc
            ) as recency,
            min(dated.changed_on) over (partition by dated.{{ key }}) as first_known_on
        from dated

    ),

    following as (

        select
            by_day.*,
            case
                when by_day.changed_on = by_day.first_known_on then cast('1900-01-01' as date)
                else by_day.changed_on
            end as valid_from,
            lead(by_day.changed_on) over (partition by by_day.{{ key }} order by by_day.changed_on) as next_changed_on
        from by_day
        where by_day.recency = 1

    )

    select
        following.*,
        coalesce(following.next_changed_on, cast('9999-12-31' as date)) as valid_to,
        following.next_changed_on is null as is_current
    from following
    where not following.is_deleted
{%- endmacro %}
