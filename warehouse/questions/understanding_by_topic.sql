-- title: Mean understanding by topic
-- says: Levels from 1 to 5, as entered in sessions; the least understood topic first, those judged fewer than ten times left out.
select
    subject.subject_code as subject,
    topic.topic_name as topic,
    topic.difficulty_level,
    count(seen.understanding) as judged,
    cast(round(cast(sum(seen.understanding) as numeric(18, 6)) / count(seen.understanding), 2) as double precision)
        as mean_understanding
from marts.fct_topic_observation as seen
inner join marts.dim_topic as topic on seen.topic_id = topic.topic_id
inner join marts.dim_subject as subject on topic.subject_id = subject.subject_id
where seen.understanding is not null
group by subject.subject_code, topic.topic_name, topic.difficulty_level
having count(seen.understanding) >= 10
order by mean_understanding, subject, topic
