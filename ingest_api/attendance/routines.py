"""The part of marking that the database does by itself: two functions, so that a request asks it four times.

Each statement that the API sends costs it more than the statement's rows do. So reading what is known of a class is
one call behind the lock of its session, and saving is another: marks, topics, progress, completion, status, event and
answer. What is allowed stands in `rules.py`, between the two. `ingest_api/migrations/routines.py` installs them.

Belongs here: SQL. The statements are written as all others are, with binds; a function finds them in its record
`given`.
"""

import re

from ingest_api import events
from ingest_api.progress.reach import IS_JUDGED_OTHERWISE
from ingest_api.progress.statements import recompute_statement
from ingest_api.rows import stamped
from ingest_api.sessions.repository import EXPECTED

_BIND = re.compile(r"%\((\w+)\)s")


def _within(statement: str) -> str:
    """A statement with psycopg's binds, as it stands in a function that has their values in `given`."""
    return _BIND.sub(r"given.\1", statement).replace("%%", "%")


# Planned once per connection, not anew for the first five times: planning the large ones costs more than carrying
# them out. Everything is found by its keys, and says so: asked while a table is still empty the planner would have it
# read whole, and keep to that while it grows.
_SETTINGS = "set plan_cache_mode = force_generic_plan set enable_seqscan = off"

STORED_MARKS_HEAD = f"""(locked_ids bigint[], request jsonb)
returns table (
    session_id bigint, student_ids bigint[], enrollment_dates date[], ended_on date[], are_members boolean[],
    marks text, known_topic_ids bigint[]
) {_SETTINGS}"""

# `locked_ids`: sessions that the caller holds locked, so that nobody else is writing their marks; a function sees what
# was committed while the lock was waited for. `request`: [{session_id, student_ids, topic_ids}].
#
# Locks the enrolments by id, as `progress.statements` asks for.
#
# Answers for each session `repository.Known` as columns, in the order of `student_ids`, the marks that there are as
# JSON by student, and which of its `topic_ids` are its subject's.
STORED_MARKS = """
#variable_conflict use_column
begin
    return query
    with named as materialized (
        select named.session_id, named.student_ids, named.topic_ids, session.subject_id,
            session.student_id as own_student_id, session.batch_id
        from jsonb_to_recordset(request) as named (session_id bigint, student_ids bigint[], topic_ids bigint[])
        join operational.learning_sessions as session on session.id = named.session_id
        where session.id = any(locked_ids)
    ),
    sent as materialized (
        select named.*, person.student_id, person.place
        from named
        cross join unnest(named.student_ids) with ordinality as person (student_id, place)
    ),
    enrollment as materialized (
        select locked.student_id, locked.subject_id, locked.enrollment_date, locked.ended_on
        from operational.student_subject_enrollments as locked
        where (locked.student_id, locked.subject_id) in (select student_id, subject_id from sent)
        order by locked.id
        for update
    ),
    known as (
        select
            sent.session_id,
            array_agg(sent.student_id order by sent.place) as student_ids,
            array_agg(enrollment.enrollment_date order by sent.place) as enrollment_dates,
            array_agg(enrollment.ended_on order by sent.place) as ended_on,
            array_agg(
                coalesce(enrollment.student_id = sent.own_student_id, false) or exists (
                    select from operational.flexible_batch_members as member
                    where member.batch_id = sent.batch_id and member.student_id = enrollment.student_id
                )
                order by sent.place
            ) as are_members,
            json_object_agg(
                sent.student_id,
                json_build_object(
                    'id', mark.id,
                    'version', mark.version,
                    'attendance_status', mark.attendance_status,
                    'minutes_late', mark.minutes_late,
                    'check_in_time', mark.check_in_time,
                    'check_out_time', mark.check_out_time,
                    'faculty_notes', mark.faculty_notes,
                    'next_session_prep', mark.next_session_prep,
                    'recorded_at', mark.recorded_at,
                    'topics', coalesce(
                        (
                            select json_agg(
                                json_build_object('topic_id', covered.topic_id, 'understanding', covered.understanding)
                                order by covered.topic_id
                            )
                            from operational.session_attendance_topics as covered where covered.attendance_id = mark.id
                        ), '[]'
                    )
                )
            ) filter (where mark.id is not null) as marks
        from sent
        left join enrollment using (student_id, subject_id)
        left join operational.session_attendance as mark
            on mark.session_id = sent.session_id and mark.student_id = sent.student_id
        group by sent.session_id
    )
    select known.session_id, known.student_ids, known.enrollment_dates, known.ended_on, known.are_members,
        coalesce(known.marks::text, '{}'), array(
        select topic.id from operational.topics as topic
        where topic.id = any(named.topic_ids) and topic.subject_id + 0 = named.subject_id
    )
    from known
    join named using (session_id);
end
"""

SAVE_MARKS_HEAD = f"""(
    request jsonb, out event_id bigint, out student_ids bigint[], out attendance_ids bigint[], out versions integer[],
    out completion_percentages float8[]
) {_SETTINGS}"""

# What a mark covered before stays until it is dropped. `kept`: when it was recorded, of those whose facts stay; all
# others become known now. A mark that was taken back and is made anew goes on counting versions, so that nobody who
# still sees the one before can replace it unseen; the trail knows how far it had come.
_MARKS = """
with sent as materialized (
    select * from jsonb_to_recordset(%(marks)s) as mark (
        student_id bigint, status text, minutes_late integer, check_in timestamptz, check_out timestamptz,
        notes text, prep jsonb, kept timestamptz, topics jsonb
    )
),
taken_back as materialized (
    select taken.student_id::bigint, max(taken.version::integer) as version
    from operational.event as event
    cross join lateral jsonb_each_text(event.payload -> 'taken_back') as taken (student_id, version)
    where event.session_id = %(session_id)s
    group by taken.student_id
),
saved as (
    insert into operational.session_attendance (
        version, session_id, marked_by, student_id, attendance_status, minutes_late, check_in_time, check_out_time,
        faculty_notes, next_session_prep, recorded_at
    )
    select coalesce(taken_back.version, 0) + 1, %(session_id)s, %(actor_user_id)s, student_id, status, minutes_late,
        check_in, check_out, notes, nullif(prep, 'null'), coalesce(kept, now())
    from sent
    left join taken_back using (student_id)
    on conflict (session_id, student_id) do update set
        marked_by = excluded.marked_by,
        attendance_status = excluded.attendance_status,
        minutes_late = excluded.minutes_late,
        check_in_time = excluded.check_in_time,
        check_out_time = excluded.check_out_time,
        faculty_notes = excluded.faculty_notes,
        next_session_prep = excluded.next_session_prep,
        recorded_at = excluded.recorded_at
    returning id, student_id
)
insert into operational.session_attendance_topics as covered (
    attendance_id, student_id, topic_id, understanding
)
select saved.id, student_id, (topic.value ->> 0)::bigint, (topic.value ->> 1)::smallint
from sent
join saved using (student_id)
cross join lateral jsonb_array_elements(sent.topics) as topic (value)
on conflict (attendance_id, topic_id) do update set understanding = excluded.understanding
where covered.understanding is distinct from excluded.understanding
"""

# With their topics.
_TAKE_BACK = """
delete from operational.session_attendance as mark
where mark.session_id = %(session_id)s and mark.student_id = any(%(taken_ids)s)
"""

_DROP = """
delete from operational.session_attendance_topics as covered
using jsonb_array_elements(%(dropped)s) as dropped (pair)
where covered.attendance_id = (dropped.pair ->> 0)::bigint and covered.topic_id = (dropped.pair ->> 1)::bigint
"""

_MOVED = "select student_id, %(subject_id)s as subject_id from unnest(%(moved_ids)s) as student_id"
_RECOMPUTE = recompute_statement(_MOVED, of_topics=True)
# Most topics are judged by marks alone: half of the statement is not needed then.
_RECOMPUTE_OF_MARKS = recompute_statement(_MOVED, of_topics=True, of_marks_alone=True)

_APPEND = events.INSERT.format(
    payload="%(payload)s || jsonb_build_object('is_session_completed', exists (select from completed),"
    " 'is_session_reopened', exists (select from reopened))"
)
# A scheduled session is completed once everybody expected has a mark. It is scheduled again when it was complete, and
# one of them has none any more: whoever takes all of it back finds it as it was.
_FINISH = f"""
with completed as (
    update operational.learning_sessions as session set status = 'completed', {stamped("session")}
    where session.id = %(session_id)s and session.status = 'scheduled' and not exists (
        {EXPECTED}
        where not exists (
            select from operational.session_attendance as mark
            where mark.session_id = %(session_id)s and mark.student_id = person.student_id
        )
    )
    returning session.id
),
reopened as (
    update operational.learning_sessions as session set status = 'scheduled', {stamped("session")}
    where session.id = %(session_id)s and session.status = 'completed' and %(taken_ids)s <> '{{}}'
        and exists ({EXPECTED} where person.student_id = any(%(taken_ids)s))
        and not exists (
            {EXPECTED}
            where person.student_id <> all(%(taken_ids)s) and not exists (
                select from operational.session_attendance as mark
                where mark.session_id = %(session_id)s and mark.student_id = person.student_id
            )
        )
    returning session.id
),
appended as ({_APPEND})
select appended.id from appended
"""  # noqa: S608 - constants

# In the order in which they were sent. `offset 0`: each is looked up by its keys, see `progress/reach.py`.
_ANSWER = """
select
    event_id,
    array_agg(sent.student_id order by sent.place),
    array_agg(mark.id order by sent.place),
    array_agg(coalesce(mark.version, 0) order by sent.place),
    array_agg(coalesce(enrollment.completion_percentage, 0)::float8 order by sent.place)
from unnest(%(student_ids)s) with ordinality as sent (student_id, place)
left join lateral (
    select own.id, own.version from operational.session_attendance as own
    where own.session_id = %(session_id)s and own.student_id = sent.student_id offset 0
) as mark on true
left join lateral (
    select own.completion_percentage from operational.student_subject_enrollments as own
    where own.student_id = sent.student_id and own.subject_id = %(subject_id)s offset 0
) as enrollment on true
"""

# `request`: the fields of the record below. `student_ids` were sent, `marks` are those that changed, `taken_ids` are
# the students whose mark is taken back, `dropped` are [attendance_id, topic_id] that a mark covers no more, `moved_ids`
# are the students whose progress on `topic_ids` has to be derived; then the event. Answers what a `MarkAnswer` says,
# with version 0 where there is no mark. Nothing changed: nothing is written, no event.
SAVE_MARKS = f"""
#variable_conflict use_column
declare
    given record;
    counted record;
begin
    select * into strict given from jsonb_to_record(request) as fields (
        session_id bigint, subject_id bigint, mastery_level integer, student_ids bigint[], marks jsonb,
        taken_ids bigint[], dropped jsonb, moved_ids bigint[], topic_ids bigint[], name text, source text,
        actor_user_id bigint, actor_role text, request_id text, campus_id bigint, relation text, row_id bigint,
        student_id bigint, payload jsonb
    );
    given.taken_ids := coalesce(given.taken_ids, '{{}}');
    if given.marks <> '[]' or given.taken_ids <> '{{}}' then
        if given.taken_ids <> '{{}}' then
            {_within(_TAKE_BACK)};
        end if;
        if given.marks <> '[]' then
            {_within(_MARKS)};
        end if;
        if given.dropped <> '[]' then
            {_within(_DROP)};
        end if;
        if given.topic_ids <> '{{}}' then
            if {_within(IS_JUDGED_OTHERWISE)} then
                {_within(_RECOMPUTE)} into counted;
            else
                {_within(_RECOMPUTE_OF_MARKS)} into counted;
            end if;
        end if;
        {_within(_FINISH)} into event_id;
    end if;
    {_within(_ANSWER)} into event_id, student_ids, attendance_ids, versions, completion_percentages;
end
"""  # noqa: S608 - constants
