# ruff: noqa: S608 - only names of our own tables are put together
"""The database seen as an import folder: one temporary view per file, under the file's own column names.

Belongs here: how each operational table reads in the institute's own keys. So a check can ask “in the folder or in the
database?” in one language, and a file that lacks a column can be completed by what is known already. Lists are left
out: a list that is not in the file is never touched.
"""

import psycopg

_PERSON = "person.first_name, person.last_name, person.phone, campus.code as campus"
_INSTANT = """to_char({} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS') || '+00:00'"""

_VIEWS = {
    "campuses": "select code, name, time_zone from operational.campuses",
    "holidays": """
        select campus.code as campus, holiday.holiday_date as date, holiday.name
        from operational.holidays as holiday join operational.campuses as campus on campus.id = holiday.campus_id""",
    "counselors": f"""
        select person.email, {_PERSON}
        from operational.users as person left join operational.campuses as campus on campus.id = person.campus_id
        where person.role in ('counselor', 'admin', 'super_admin') and person.email is not null""",
    "faculties": f"""
        select
            faculty.employee_id, person.email, {_PERSON}, faculty.qualification, faculty.experience_years,
            faculty.hourly_rate, faculty.max_hours_per_day, faculty.max_students_per_day, faculty.status
        from operational.faculties as faculty
        join operational.users as person on person.id = faculty.user_id
        join operational.campuses as campus on campus.id = faculty.campus_id""",
    "subjects": """
        select code, name, description, category, difficulty_level, duration_hours, fee, status
        from operational.subjects""",
    "topics": """
        select
            subject.code as subject, topic.order_index, topic.name, topic.description, topic.difficulty_level,
            topic.estimated_duration_minutes, topic.status
        from operational.topics as topic join operational.subjects as subject on subject.id = topic.subject_id""",
    "students": f"""
        select
            student.enrollment_no, person.email, {_PERSON}, student.date_of_birth, student.address,
            student.emergency_contact_name, student.emergency_contact_phone, student.guardian_email,
            student.admission_date, counselor.email as counselor, student.learning_style, student.status
        from operational.students as student
        join operational.users as person on person.id = student.user_id
        join operational.campuses as campus on campus.id = student.campus_id
        left join operational.users as counselor on counselor.id = student.counselor_id""",
    "enrollments": """
        select
            student.enrollment_no, subject.code as subject, faculty.employee_id, enrollment.enrollment_date,
            enrollment.expected_completion_date, enrollment.actual_completion_date, enrollment.ended_on,
            enrollment.status, enrollment.notes
        from operational.student_subject_enrollments as enrollment
        join operational.students as student on student.id = enrollment.student_id
        join operational.subjects as subject on subject.id = enrollment.subject_id
        left join operational.faculties as faculty on faculty.id = enrollment.faculty_id""",
    "batches": """
        select
            batch.reference as batch, batch.name, subject.code as subject, faculty.employee_id, batch.batch_type,
            batch.start_date, batch.end_date, batch.max_students, batch.status, campus.code as campus
        from operational.flexible_batches as batch
        join operational.subjects as subject on subject.id = batch.subject_id
        join operational.campuses as campus on campus.id = batch.campus_id
        left join operational.faculties as faculty on faculty.id = batch.faculty_id
        where batch.reference is not null""",
    "sessions": """
        select
            session.reference as session, student.enrollment_no, batch.reference as batch, subject.code as subject,
            faculty.employee_id, session.session_date, session.start_time, session.duration_minutes,
            session.session_type, session.location, session.status, session.notes
        from operational.learning_sessions as session
        join operational.subjects as subject on subject.id = session.subject_id
        left join operational.students as student on student.id = session.student_id
        left join operational.flexible_batches as batch on batch.id = session.batch_id
        left join operational.faculties as faculty on faculty.id = session.faculty_id
        where session.reference is not null""",
    "attendance": f"""
        select
            session.reference as session, student.enrollment_no, mark.attendance_status,
            {_INSTANT.format("mark.check_in_time")} as check_in_time,
            {_INSTANT.format("mark.check_out_time")} as check_out_time, mark.faculty_notes
        from operational.session_attendance as mark
        join operational.learning_sessions as session on session.id = mark.session_id
        join operational.students as student on student.id = mark.student_id
        where session.reference is not null""",
    "assessments": """
        select
            work.reference as assessment, student.enrollment_no, subject.code as subject, topic.order_index as topic,
            work.assessment_type, work.title, work.total_marks, work.marks_obtained, work.due_date,
            work.assessment_date, work.graded_on, faculty.employee_id, work.status
        from operational.assessments as work
        join operational.students as student on student.id = work.student_id
        join operational.subjects as subject on subject.id = work.subject_id
        left join operational.topics as topic on topic.id = work.topic_id
        left join operational.faculties as faculty on faculty.id = work.faculty_id
        where work.reference is not null""",
    "availability": """
        select faculty.employee_id, slot.weekday, slot.start_time, slot.end_time
        from operational.faculty_availability as slot
        join operational.faculties as faculty on faculty.id = slot.faculty_id""",
    "inquiries": f"""
        select
            inquiry.reference as inquiry, {_INSTANT.format("inquiry.created_at")} as created_at, inquiry.student_name,
            inquiry.phone, inquiry.email, campus.code as campus, inquiry.source, inquiry.status, inquiry.priority,
            counselor.email as counselor, inquiry.next_follow_up_date, inquiry.closed_on, student.enrollment_no,
            inquiry.notes
        from operational.crm_inquiries as inquiry
        join operational.campuses as campus on campus.id = inquiry.campus_id
        left join operational.users as counselor on counselor.id = inquiry.counselor_id
        left join operational.students as student on student.id = inquiry.student_id
        where inquiry.reference is not null""",
    "follow_ups": """
        select
            inquiry.reference as inquiry, contact.follow_up_date, contact.follow_up_type, counselor.email as counselor,
            contact.status, contact.outcome, contact.notes
        from operational.follow_ups as contact
        join operational.crm_inquiries as inquiry on inquiry.id = contact.inquiry_id
        left join operational.users as counselor on counselor.id = contact.counselor_id
        where inquiry.reference is not null""",
    "feedback": f"""
        select
            said.reference as feedback, {_INSTANT.format("said.submitted_at")} as created_at, student.enrollment_no,
            faculty.employee_id, session.reference as session, said.feedback_type, said.rating, said.comments,
            campus.code as campus
        from operational.feedback as said
        left join operational.campuses as campus on campus.id = said.campus_id
        left join operational.students as student on student.id = said.student_id
        left join operational.faculties as faculty on faculty.id = said.faculty_id
        left join operational.learning_sessions as session on session.id = said.session_id
        where said.reference is not null""",
    "rewards_penalties": """
        select
            given.reference, student.enrollment_no, faculty.employee_id, given.type, given.category, given.reason,
            given.points, given.date, given.status
        from operational.rewards_penalties as given
        join operational.students as student on student.id = given.student_id
        left join operational.faculties as faculty on faculty.id = given.faculty_id
        where given.reference is not null""",
    "payments": """
        select payment.receipt, student.enrollment_no, subject.code as subject, payment.amount, payment.paid_on,
            payment.method
        from operational.payments as payment
        join operational.students as student on student.id = payment.student_id
        left join operational.subjects as subject on subject.id = payment.subject_id""",
}


def create_views(connection: psycopg.Connection) -> None:
    """Makes every view `existing_<file>`; temporary, so that nobody else sees them."""
    for file, query in _VIEWS.items():
        connection.execute(f"create temporary view existing_{file} as {query}")
