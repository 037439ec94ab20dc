{{ config(
    materialized='incremental',
    unique_key=['subject_id', 'topic_id', 'month_start'],
    incremental_strategy='delete+insert',
    on_schema_change='fail',
    meta={'by_day': true},
    indexes=[{'columns': ['extract_id']}, {'columns': ['month_start', 'subject_id', 'topic_id'], 'unique': True}],
    pre_hook="{{ take_out_changed('month_start', changed_topic_months(), {'happened_on': 'month_start'}) }}",
    post_hook="{{ mark_when_fresh() }}",
) }}

with observed as (

    select
        observation.subject_id,
        observation.topic_id,
        cast({{ dbt.date_trunc('month', 'observation.observed_on') }} as date) as month_start,
        observation.competency_level,
        case when observation.source = 'attendance' then 1 else 0 end as is_in_session,
        case when observation.source = 'attendance' then observation.understanding end as understanding,
        observation.is_done
    from {{ ref('fct_topic_observation') }} as observation
    cross join {{ ref('stg_operational__clock') }} as clock
    where
        observation.observed_on <= clock.as_of_date
        {% if is_incremental() %}
        and {{ within_periods('observation.observed_on', 'month', changed_topic_months()) }}
        {% endif %}

)

select
    observed.subject_id,
    observed.topic_id,
    observed.month_start,
    count(observed.competency_level) as competency_levels,
    cast(coalesce(sum(observed.competency_level), 0) as bigint) as competency_sum,
    cast(sum(observed.is_in_session) as bigint) as topic_coverings,
    count(observed.understanding) as judgements,
    cast(coalesce(sum(observed.understanding), 0) as bigint) as understanding_sum,
    count(case when observed.is_done then observed.understanding end) as understood_judgements,
    max(clock.extract_id) as extract_id
from observed
cross join {{ ref('stg_operational__clock') }} as clock
group by observed.subject_id, observed.topic_id, observed.month_start
