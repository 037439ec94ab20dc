{# How full a week is; thresholds are vars. A week in which everybody is away but sessions are expected is short. #}
{% macro capacity_state(expected, available) -%}
    case
        when {{ expected }} is null or {{ available }} is null then 'unknown'
        when {{ expected }} > {{ available }} * {{ var('capacity_short_share') }} then 'short'
        when {{ expected }} > {{ available }} * {{ var('capacity_tight_share') }} then 'tight'
        when {{ expected }} < {{ available }} * {{ var('capacity_idle_share') }} then 'idle'
        else 'fine'
    end
{%- endmacro %}
