select
    cast(coalesce(campus_id, 0) as {{ dbt.type_string() }}) || '@' || theme || '@'
    || cast(week_start as {{ dbt.type_string() }}) as feedback_theme_week_key,
    campus_id,
    theme,
    week_start,
    cast(count(*) as integer) as mentions,
    cast(sum(case when sentiment = 'positive' then 1 else 0 end) as integer) as positive_mentions,
    cast(sum(case when sentiment = 'neutral' then 1 else 0 end) as integer) as neutral_mentions,
    cast(sum(case when sentiment = 'negative' then 1 else 0 end) as integer) as negative_mentions
from {{ ref('rpt_feedback_theme') }}
group by campus_id, theme, week_start
