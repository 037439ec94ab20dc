"""What happens at the small institute, for tests that want many things to have happened."""

import random
from datetime import date, timedelta

from ingest_api.progress.statements import recompute_statement
from tests.dbt.institute import CLOCK, Institute
from warehouse.settings import Settings
from warehouse.vocabulary import TopicProgressStatus

EVERY_PAIR = "select student_id, subject_id from operational.student_subject_enrollments"


def live_through_a_term(institute: Institute, seed: int) -> None:
    """A dozen students with sessions, work and corrections of the last days, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - a made-up history, not a secret
    institute.run("update operational.topics set status = 'inactive' where order_index = 3 and subject_id = 2")
    for number in range(12):
        student = institute.add_student(f"E{number}")
        for subject in institute.subjects:
            institute.enroll(student, subject)
        for _ in range(chance.randrange(12)):
            subject = chance.choice(institute.subjects)
            day = CLOCK - timedelta(days=1 + chance.randrange(6))
            start = chance.choice([None, "09:00", "09:30", "17:00"])
            session = institute.hold_session(student, day, subject, start_time=start)
            topics = chance.sample(institute.topics[subject], chance.randint(0, 3))
            understanding = {topic: chance.choice([None, 1, 2, 3, 4, 5]) for topic in topics}
            institute.mark(session, student, chance.choice(["present", "late", "absent"]), understanding, day=day)
        for _ in range(chance.randrange(3)):
            subject = chance.choice(institute.subjects)
            status = chance.choice(["pending", "completed", "graded"])
            marks = chance.randrange(50) if status == "graded" else None
            topic = chance.choice([None, *institute.topics[subject]])
            day = CLOCK - timedelta(days=chance.randrange(6))
            graded = min(day + timedelta(days=chance.randrange(3)), CLOCK) if status == "graded" else None
            institute.assess(
                student, topic, subject, status=status, marks_obtained=marks, assessment_date=day, graded_on=graded
            )
        correct_some_topics(institute, chance, student)
    derive_progress(institute)


def correct_some_topics(institute: Institute, chance: random.Random, student: int) -> None:
    """Corrects up to three topics of a student by hand, some days ago."""
    teacher = institute.add_user("faculty")
    for topic in chance.sample(sum(institute.topics.values(), []), chance.randrange(4)):
        institute.insert(
            "topic_corrections",
            student_id=student,
            topic_id=topic,
            competency_level=chance.randrange(6),
            status=chance.choice(list(TopicProgressStatus)).value,
            corrected_on=CLOCK - timedelta(days=chance.randrange(6)),
            corrected_by=teacher,
        )


def derive_progress(institute: Institute) -> None:
    """Derives topic progress and completion as the API does after every change."""
    institute.connection.execute(
        recompute_statement(EVERY_PAIR),  # type: ignore[arg-type]
        {"mastery_level": Settings().mastery_level, "actor_user_id": None},
    )


def ask_pay_and_tell(institute: Institute) -> None:
    """A lead that enrols, what it pays, what it says, and the hours of who teaches."""
    student, campus = institute.add_student("LEAD"), institute.campuses[0]
    counselor = institute.add_user("counselor")
    inquiry = institute.insert(
        "crm_inquiries", campus_id=campus, counselor_id=counselor, student_name="Asha", source="referral",
        status="enrolled", closed_on=date(2026, 2, 9), student_id=student, created_at="2026-02-01 08:00+00",
    )  # fmt: skip
    institute.insert("crm_inquiry_subjects", inquiry_id=inquiry, subject_id=institute.subjects[0])
    institute.insert("crm_inquiry_stages", inquiry_id=inquiry, to_status="new", changed_at="2026-02-01 08:00+00")
    institute.insert(
        "crm_inquiry_stages",
        inquiry_id=inquiry,
        from_status="new",
        to_status="enrolled",
        changed_at="2026-02-09 08:00+00",
    )
    institute.insert(
        "follow_ups", inquiry_id=inquiry, counselor_id=counselor, follow_up_date=date(2026, 2, 3),
        follow_up_type="call", status="completed",
    )  # fmt: skip
    institute.insert("payments", receipt="R1", student_id=student, amount=1200, paid_on=date(2026, 2, 9), method="upi")
    institute.insert(
        "feedback", campus_id=campus, student_id=student, feedback_type="institute", rating=4, comments="Good",
        sentiment="positive", themes=["pace"], submitted_at="2026-02-20 08:00+00",
    )  # fmt: skip
    institute.insert("rewards_penalties", student_id=student, type="penalty", points=5, date=date(2026, 2, 20))
    institute.insert(
        "faculty_availability", faculty_id=institute.faculty, weekday=1, start_time="09:00", end_time="12:00"
    )
    institute.insert(
        "faculty_time_entries", faculty_id=institute.faculty, work_date=date(2026, 2, 16), kind="meeting", minutes=30
    )


def follow_up_on(institute: Institute, student: int, enrollment: int) -> None:
    """What is done for a student: a fee plan, a path with something to learn from, an exam, a call, a fix."""
    campus, subject = institute.campuses[0], institute.subjects[0]
    topic, teacher = institute.topics[subject][0], institute.add_user("faculty")
    institute.insert(
        "topic_corrections", student_id=student, topic_id=topic, competency_level=2, status="in_progress",
        corrected_on=date(2026, 2, 28), corrected_by=teacher,
    )  # fmt: skip
    plan = institute.insert("fee_plans", enrollment_id=enrollment, total_amount=900, discount_amount=100)
    institute.insert("fee_installments", fee_plan_id=plan, due_on=date(2026, 2, 1), amount=800)
    institute.insert("payments", receipt="R2", student_id=student, enrollment_id=enrollment, amount=300,
                     paid_on=date(2026, 2, 2))  # fmt: skip
    path = institute.insert("learning_paths", student_id=student, name="To the exam of Asha", goal="A job")
    institute.insert("learning_path_steps", path_id=path, topic_id=topic, position=1, status="done", reason="She asked")
    institute.insert("learning_path_steps", path_id=path, subject_id=institute.subjects[1], position=2)
    institute.insert("resources", topic_id=topic, title="Loops", kind="video", url="https://example.org/loops")
    slot = institute.insert(
        "exam_slots", campus_id=campus, subject_id=subject, title="Final", starts_at="2026-02-20 08:00+00",
        duration_minutes=60, capacity=5, status="held",
    )  # fmt: skip
    institute.insert(
        "exam_bookings", slot_id=slot, student_id=student, status="attended", booked_at="2026-02-18 08:00+00"
    )
    institute.insert(
        "interventions", enrollment_id=enrollment, student_id=student, campus_id=campus, started_on=date(2026, 2, 20),
        reason="Asha was away", action="call", status="done", outcome="returned", closed_at="2026-02-21 08:00+00",
        notes="Her mother answered",
    )  # fmt: skip
    institute.insert("interventions", enrollment_id=enrollment, student_id=student, campus_id=campus,
                     started_on=date(2026, 2, 25), reason="Away again", is_holdout=True)  # fmt: skip
    for day, is_holdout in ((date(2026, 1, 20), False), (date(2026, 2, 25), True)):
        institute.insert(
            "risk_alerts", enrollment_id=enrollment, student_id=student, campus_id=campus, raised_on=day,
            scored_as_of=day, p_drop=0.7, band="high", reasons=["No session"], model_version="rule-1",
            is_randomised=True, is_holdout=is_holdout, holdout_share=0.15, outcome_on=day + timedelta(days=30),
            shown_from=day + timedelta(days=30 if is_holdout else 0), status="dismissed",
            dismissed_because="Asha is ill", closed_at="2026-02-26 08:00+00",
        )  # fmt: skip
    institute.insert(
        "action_items", campus_id=campus, title="Call Asha", assigned_to=teacher, due_date=date(2026, 2, 27)
    )
