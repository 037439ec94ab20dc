{{ config(tags=['scoring']) }}

-- What students understood with a faculty member, beside what was to be expected of these students on these topics.
with judged as (

    select
        enrollment.faculty_id,
        enrollment.campus_id,
        observation.student_id,
        observation.subject_id,
        observation.topic_id,
        cast({{ dbt.date_trunc('month', 'observation.observed_on') }} as date) as month_start,
        count(*) as judgements,
        sum(observation.understanding) as understanding_sum
    from {{ ref('fct_topic_observation') }} as observation
    inner join {{ ref('fct_enrollment') }} as enrollment on observation.enrollment_id = enrollment.enrollment_id
    where
        observation.source = 'attendance'
        and observation.understanding is not null
        and enrollment.faculty_id is not null
    group by
        enrollment.faculty_id,
        enrollment.campus_id,
        observation.student_id,
        observation.subject_id,
        observation.topic_id,
        cast({{ dbt.date_trunc('month', 'observation.observed_on') }} as date)

),

topics as (

    select
        topic_id,
        sum(understanding_sum) * cast(1 as double precision) / sum(judgements) as mean_understanding
    from judged
    group by topic_id

),

surprises as (

    -- how far a student was above the topics' means with one faculty member
    select
        judged.student_id,
        judged.faculty_id,
        sum(judged.judgements) as judgements,
        sum(judged.understanding_sum - judged.judgements * topics.mean_understanding) as surprise
    from judged
    inner join topics on judged.topic_id = topics.topic_id
    group by judged.student_id, judged.faculty_id

),

intake as (

    -- her level is what she showed with all others, drawn towards the mean where that is little
    select
        student_id,
        faculty_id,
        (sum(surprise) over (partition by student_id) - surprise)
        / (
            sum(judgements) over (partition by student_id) - judgements
            + {{ var('intake_prior_judgements') }}
        ) as intake_level
    from surprises

)

select
    cast(judged.faculty_id as {{ dbt.type_string() }})
    || '@' || cast(judged.campus_id as {{ dbt.type_string() }})
    || '@' || cast(judged.subject_id as {{ dbt.type_string() }})
    || '@' || cast(judged.month_start as {{ dbt.type_string() }}) as effectiveness_key,
    judged.faculty_id,
    judged.campus_id,
    judged.subject_id,
    judged.month_start,
    cast(sum(judged.judgements) as bigint) as judgements,
    cast(sum(judged.understanding_sum) as bigint) as understanding_sum,
    cast(
        sum(judged.judgements * (topics.mean_understanding + intake.intake_level)) as double precision
    ) as expected_sum
from judged
inner join topics on judged.topic_id = topics.topic_id
inner join intake on judged.student_id = intake.student_id and judged.faculty_id = intake.faculty_id
group by judged.faculty_id, judged.campus_id, judged.subject_id, judged.month_start
