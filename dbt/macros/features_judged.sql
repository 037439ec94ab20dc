{#
What was judged of an enrolment: understandings noted with attendance, and marks of topics as levels. One row per judgement:
observed_on, known_on, level, weight. A mark that was corrected has a row of weight -1 on the day on which that was known,
when the other one begins. Corrections by hand are no measurement.
#}
{% macro features_judged() -%}
    with marked as (

        select
            state.enrollment_id,
            state.submitted_on as observed_on,
            greatest(state.submitted_on, state.graded_on, state.known_from) as known_on,
            state.known_until,
            cast(round(cast(state.percentage as {{ dbt.type_numeric() }}) / 20) as integer) as level
        from {{ ref('int_features__assessment_state') }} as state
        -- a mark of no topic of the subject says nothing of it
        inner join {{ ref('fct_topic_observation') }} as observation
            on 'm' || cast(state.assessment_id as {{ dbt.type_string() }}) = observation.observation_key
        where state.is_graded and state.graded_on is not null

    )

    select
        enrollment_id,
        observed_on,
        greatest(observed_on, known_on) as known_on,
        understanding as level,
        1 as weight
    from {{ ref('fct_topic_observation') }}
    where enrollment_id is not null and source = 'attendance'

    union all

    select
        enrollment_id,
        observed_on,
        known_on,
        level,
        1 as weight
    from marked
    where known_until is null or known_on < known_until

    union all

    select
        enrollment_id,
        observed_on,
        known_until as known_on,
        level,
        -1 as weight
    from marked
    where known_on < known_until
{%- endmacro %}
