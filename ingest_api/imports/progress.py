"""Topic progress and completion of everyone whose record the import changed.

Belongs here: who is affected. The rule itself is `ingest_api/progress/statements.py`, the same that the attendance form
uses.
"""

import psycopg

from ingest_api.progress.statements import lock_statement, recompute_statement
from warehouse.chosen import with_chosen
from warehouse.settings import get_settings

# An update that takes a session or a piece of work to another subject is rare; `import_before` remembers where it was.
_REMEMBER = """
create temporary table import_before on commit drop as
select mark.student_id, session.subject_id
from import_sessions as staged
join operational.learning_sessions as session on session.reference = staged.session
join operational.subjects as subject on subject.id = session.subject_id and subject.code <> staged.subject
join operational.session_attendance as mark on mark.session_id = session.id
union
select work.student_id, work.subject_id
from import_assessments as staged
join operational.assessments as work on work.reference = staged.assessment
join operational.subjects as subject on subject.id = work.subject_id
join operational.students as student on student.id = work.student_id
where subject.code <> staged.subject or student.enrollment_no <> staged.enrollment_no
"""

# Everyone whose record the folder speaks of. The attendance form locks the enrolment before it writes a mark; in
# another order the two would wait for each other.
_SPOKEN_OF = """
select enrollment.student_id, enrollment.subject_id
from (
    select enrollment_no from import_sessions
    union select enrollment_no from import_attendance
    union select enrollment_no from import_assessments
) as spoken_of
join operational.students as student using (enrollment_no)
join operational.student_subject_enrollments as enrollment on enrollment.student_id = student.id
"""

_AFFECTED = """
create temporary table import_affected on commit drop as
select student_id, subject_id from import_before
union
select enrollment.student_id, enrollment.subject_id
from import_touched as touched
join operational.student_subject_enrollments as enrollment on enrollment.id = touched.row_id
where touched.file = 'enrollments'
union
select mark.student_id, session.subject_id
from import_touched as touched
join operational.session_attendance as mark on mark.id = touched.row_id
join operational.learning_sessions as session on session.id = mark.session_id
where touched.file = 'attendance'
union
select mark.student_id, session.subject_id
from import_touched as touched
join operational.learning_sessions as session on session.id = touched.row_id
join operational.session_attendance as mark on mark.session_id = session.id
where touched.file = 'sessions' and not touched.is_new
union
select work.student_id, work.subject_id
from import_touched as touched join operational.assessments as work on work.id = touched.row_id
where touched.file = 'assessments'
union
select enrollment.student_id, topic.subject_id
from import_touched as touched
join operational.topics as topic on topic.id = touched.row_id
join operational.student_subject_enrollments as enrollment on enrollment.subject_id = topic.subject_id
where touched.file = 'topics'
"""

_PAIRS = "select student_id, subject_id from import_affected"


def prepare_progress(connection: psycopg.Connection) -> None:
    """Before anything is written: locks the records, and notes from which subjects the folder takes something away."""
    connection.execute(lock_statement(_SPOKEN_OF))
    connection.execute(_REMEMBER)


def recompute_progress(connection: psycopg.Connection) -> None:
    """Derives progress and completion anew for every affected student and subject."""
    connection.execute(_AFFECTED)
    connection.execute("analyze import_affected")
    if connection.execute("select from import_affected limit 1").fetchone() is None:
        return
    connection.execute(lock_statement(_PAIRS))
    mastery_level = with_chosen(get_settings(), connection).mastery_level
    connection.execute(recompute_statement(_PAIRS), {"mastery_level": mastery_level, "actor_user_id": None})
