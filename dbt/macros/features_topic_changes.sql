{#
How the state of each (enrolment, topic) moves from observation to observation, in the order of `moment`
('known_on': as it became known, for features; 'observed_on': as it happened, for reporting).
One row per observation, and one per mark: changed_on, done_change (-1, 0, 1), first_done_count (0, 1),
level_gain (rise above the highest level so far).
The rule of a topic: done when covered in an attended session and its latest understanding is empty or at least the
mastery level, or when an assessment of it was handed in. A correction stands above that from its day on, until something
of a later day is judged and known; a mark is known on the day it was given, which has a row of its own here.
`among`: a query of enrolments to keep to; what is said of one needs nothing of another.
#}
{% macro features_topic_changes(moment, among=none) -%}
    with {% if moment == 'known_on' -%}
    entered as (

        -- when somebody first told that work was handed in, and that it had a mark: days may be told long after
        select
            'm' || cast(assessment_id as {{ dbt.type_string() }}) as observation_key,
            min(case when submitted_on is not null then known_from end) as handed_in_known_from,
            min(case when is_graded then known_from end) as mark_known_from
        from {{ ref('int_features__assessment_state') }}
        group by assessment_id

    ),

    {% endif -%}
    observed as (

        select
            observation.observation_key,
            observation.enrollment_id,
            observation.topic_id,
            observation.observed_on,
            observation.order_in_day,
            {% if moment == 'known_on' -%}
            greatest(
                observation.observed_on,
                observation.known_on,
                coalesce(entered.handed_in_known_from, observation.observed_on)
            ) as changed_on,
            {%- else -%}
            observation.observed_on as changed_on,
            {%- endif %}
            case when observation.source = 'attendance' then observation.understanding end as understanding,
            case when observation.source = 'attendance' then observation.judged_on end as judged_on,
            case when observation.source = 'correction' then observation.observed_on end as corrected_on,
            case when observation.source = 'correction' then observation.competency_level end as corrected_level,
            case
                when observation.source = 'correction' then case when observation.is_done then 1 else 0 end
            end as corrected_to_done,
            case when observation.source = 'assessment' and observation.is_done then 1 else 0 end as is_handed_in,
            case
                when
                    observation.source = 'attendance'
                    and (observation.is_done or observation.understanding is not null)
                    then 1
                else 0
            end as is_covered
        from {{ ref('fct_topic_observation') }} as observation
        {% if moment == 'known_on' -%}
        left join entered on observation.observation_key = entered.observation_key
        {% endif -%}
        cross join {{ ref('stg_operational__clock') }} as clock
        where
            observation.enrollment_id is not null
            {% if among -%}
            and observation.enrollment_id in ({{ among }})
            {%- endif %}
            and greatest(observation.observed_on, observation.known_on) <= clock.as_of_date

        union all

        select
            observation.observation_key,
            observation.enrollment_id,
            observation.topic_id,
            observation.judged_on as observed_on,
            observation.order_in_day,
            {% if moment == 'known_on' -%}
            greatest(
                observation.judged_on, coalesce(entered.mark_known_from, observation.judged_on)
            ) as changed_on,
            {%- else -%}
            observation.judged_on as changed_on,
            {%- endif %}
            cast(null as integer) as understanding,
            observation.judged_on,
            cast(null as date) as corrected_on,
            cast(null as integer) as corrected_level,
            cast(null as integer) as corrected_to_done,
            0 as is_handed_in,
            0 as is_covered
        from {{ ref('fct_topic_observation') }} as observation
        {% if moment == 'known_on' -%}
        left join entered on observation.observation_key = entered.observation_key
        {% endif -%}
        cross join {{ ref('stg_operational__clock') }} as clock
        where
            observation.source = 'assessment'
            and observation.enrollment_id is not null
            {% if among -%}
            and observation.enrollment_id in ({{ among }})
            {%- endif %}
            and observation.judged_on <= clock.as_of_date

    ),

    ordered as (

        select
            observed.*,
            max(case when understanding is not null then observed_on end) over (
                partition by enrollment_id, topic_id order by changed_on, observed_on, order_in_day, observation_key
                rows between unbounded preceding and current row
            ) as latest_understanding_on,
            max(judged_on) over (
                partition by enrollment_id, topic_id order by changed_on, observed_on, order_in_day, observation_key
                rows between unbounded preceding and current row
            ) as latest_judged_on,
            max(corrected_on) over (
                partition by enrollment_id, topic_id order by changed_on, observed_on, order_in_day, observation_key
                rows between unbounded preceding and current row
            ) as known_corrected_on,
            -- there is one correction of a topic at most
            max(corrected_level) over (
                partition by enrollment_id, topic_id order by changed_on, observed_on, order_in_day, observation_key
                rows between unbounded preceding and current row
            ) as known_corrected_level,
            max(corrected_to_done) over (
                partition by enrollment_id, topic_id order by changed_on, observed_on, order_in_day, observation_key
                rows between unbounded preceding and current row
            ) as known_corrected_to_done
        from observed

    ),

    numbered as (

        -- an understanding that becomes known after a later one does not replace it
        select
            ordered.*,
            sum(case when understanding is not null and observed_on = latest_understanding_on then 1 else 0 end) over (
                partition by enrollment_id, topic_id order by changed_on, observed_on, order_in_day, observation_key
                rows between unbounded preceding and current row
            ) as understanding_number
        from ordered

    ),

    current_state as (

        select
            numbered.*,
            max(
                case when understanding is not null and observed_on = latest_understanding_on then understanding end
            ) over (
                partition by enrollment_id, topic_id, understanding_number
            ) as current_understanding,
            max(is_handed_in) over (
                partition by enrollment_id, topic_id order by changed_on, observed_on, order_in_day, observation_key
                rows between unbounded preceding and current row
            ) as has_handed_in,
            max(is_covered) over (
                partition by enrollment_id, topic_id order by changed_on, observed_on, order_in_day, observation_key
                rows between unbounded preceding and current row
            ) as has_covered
        from numbered

    ),

    judged as (

        select
            current_state.*,
            case
                when known_corrected_on >= coalesce(latest_judged_on, known_corrected_on) then 1 else 0
            end as is_corrected,
            case
                when known_corrected_on >= coalesce(latest_judged_on, known_corrected_on) then known_corrected_to_done
                when has_handed_in = 1 then 1
                when
                    has_covered = 1
                    and coalesce(current_understanding, {{ var('mastery_level') }}) >= {{ var('mastery_level') }}
                    then 1
                else 0
            end as is_done
        from current_state

    ),

    levelled as (

        select
            judged.*,
            max(is_done) over (
                partition by enrollment_id, topic_id order by changed_on, observed_on, order_in_day, observation_key
                rows between unbounded preceding and current row
            ) as has_been_done,
            max(
                case
                    when is_corrected = 1 then known_corrected_level
                    else coalesce(current_understanding, is_done * {{ var('mastery_level') }})
                end
            ) over (
                partition by enrollment_id, topic_id order by changed_on, observed_on, order_in_day, observation_key
                rows between unbounded preceding and current row
            ) as highest_level
        from judged

    )

    select
        observation_key,
        enrollment_id,
        topic_id,
        changed_on,
        is_done - coalesce(lag(is_done) over (
            partition by enrollment_id, topic_id order by changed_on, observed_on, order_in_day, observation_key
        ), 0) as done_change,
        has_been_done - coalesce(lag(has_been_done) over (
            partition by enrollment_id, topic_id order by changed_on, observed_on, order_in_day, observation_key
        ), 0) as first_done_count,
        highest_level - coalesce(lag(highest_level) over (
            partition by enrollment_id, topic_id order by changed_on, observed_on, order_in_day, observation_key
        ), 0) as level_gain
    from levelled
{%- endmacro %}
