"""Looks at leads, money, feedback, exams and help."""

from datetime import date

from warehouse import vocabulary as words
from warehouse.expectations.incoming_tables.table import Table
from warehouse.expectations.looks import (
    amount,
    happened,
    plausible,
    plausible_instant,
    present,
    refers_to,
    vocabulary,
)
from warehouse.expectations.verdict import Severity
from warehouse.settings import Settings


def office(clock: date, settings: Settings) -> tuple[Table, ...]:
    """What counselors and the office write down."""
    most = settings.quality_amount_max
    return (
        Table(
            "crm_inquiries",
            (
                vocabulary("source", words.InquirySource),
                vocabulary("status", words.InquiryStatus),
                vocabulary("priority", words.InquiryPriority),
                present("campus_id"),
                happened("closed_on", clock),
            ),
        ),
        Table(
            "crm_inquiry_subjects",
            (refers_to("inquiry_id", "crm_inquiries"), refers_to("subject_id", "subjects")),
        ),
        Table(
            "crm_inquiry_stages",
            (vocabulary("to_status", words.InquiryStatus), refers_to("inquiry_id", "crm_inquiries")),
        ),
        Table(
            "follow_ups",
            (
                vocabulary("follow_up_type", words.FollowUpType),
                vocabulary("status", words.FollowUpStatus),
                refers_to("inquiry_id", "crm_inquiries"),
                plausible("follow_up_date", clock, settings),
            ),
        ),
        Table(
            "payments",
            (
                vocabulary("method", words.PaymentMethod),
                # A refund is a payment below nothing.
                amount("amount", -most, most, severity=Severity.WARNING),
                present("amount"),
                refers_to("student_id", "students"),
                refers_to("enrollment_id", "student_subject_enrollments"),
                happened("paid_on", clock),
                plausible("paid_on", clock, settings),
            ),
        ),
        Table(
            "fee_plans",
            (
                refers_to("enrollment_id", "student_subject_enrollments"),
                amount("total_amount", 0, None),
                amount("total_amount", None, most, severity=Severity.WARNING),
                amount("discount_amount", 0, None),
            ),
        ),
        Table("fee_installments", (refers_to("fee_plan_id", "fee_plans"), amount("amount", 0, None))),
        Table(
            "feedback",
            (
                vocabulary("feedback_type", words.FeedbackType),
                vocabulary("status", words.FeedbackStatus),
                vocabulary("sentiment", words.Sentiment),
                # Its campus may be empty: of anonymous feedback without a faculty member nothing tells it.
                amount("rating", 1, 5),
            ),
        ),
        Table(
            "action_items",
            (
                vocabulary("status", words.ActionItemStatus),
                present("campus_id"),
                refers_to("feedback_id", "feedback"),
                refers_to("assigned_to", "users"),
                plausible("due_date", clock, settings),
            ),
        ),
        Table(
            "rewards_penalties",
            (
                vocabulary("type", words.RewardType),
                vocabulary("category", words.RewardCategory),
                refers_to("student_id", "students"),
                amount("points", 0, None),
            ),
        ),
        Table(
            "exam_slots",
            (
                vocabulary("status", words.ExamSlotStatus),
                present("campus_id"),
                refers_to("subject_id", "subjects"),
                refers_to("topic_id", "topics"),
                refers_to("faculty_id", "faculties"),
                amount("duration_minutes", 1, 1440),
                amount("capacity", 1, None),
                plausible_instant("starts_at", clock, settings),
            ),
        ),
        Table(
            "exam_bookings",
            (
                vocabulary("status", words.ExamBookingStatus),
                refers_to("slot_id", "exam_slots"),
                refers_to("student_id", "students"),
            ),
        ),
        Table(
            "interventions",
            (
                vocabulary("status", words.InterventionStatus),
                refers_to("enrollment_id", "student_subject_enrollments"),
                amount("p_drop_at_start", 0, 1),
            ),
        ),
        Table(
            "risk_alerts",
            (
                vocabulary("status", words.RiskAlertStatus),
                vocabulary("band", words.RiskBand),
                refers_to("enrollment_id", "student_subject_enrollments"),
                amount("p_drop", 0, 1),
                amount("p_drop_30d", 0, 1),
            ),
        ),
    )
