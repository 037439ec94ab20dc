"""What each model is called, what it does, and what it cannot do, for people who run an institute.

Not here: figures; those are measured and published. A new model adds its entry.
"""

from typing import Final, NamedTuple


class Words(NamedTuple):
    """A model in words: its name, what it does and who uses it, whom it was tested on, what it cannot do."""

    name: str
    does: str
    tested_on: str
    limits: tuple[str, ...]


MODELS: Final = {
    "at_risk": Words(
        "At risk",
        "Estimates for every active enrolment how likely it is to end without completion, at all and within 30 days,"
        " and names what speaks for it. Faculty and counselors decide whom to call first by it; students never see it.",
        "Enrolments whose outcome is known, each judged by a model that had not seen that student; and past dates, on"
        " which the model was trained and asked as if it were that day.",
        (
            "It sees what is recorded: sessions, attendance, topics, assessments, marks. It knows nothing of a life.",
            "With fewer than 50 known outcomes a simple rule answers. So it does as long as no model clearly beats it.",
            "A new kind of course, or a season unlike the last, makes it less exact until outcomes of it are known.",
            "It says who may leave, not what will keep them.",
        ),
    ),
    "completion": Words(
        "Completion forecast",
        "Estimates when an active enrolment will be completed: an early, a middle and a late date. Students, faculty"
        " and counselors see it.",
        "Enrolments that were completed, each forecast by a model that had not seen that student.",
        (
            "Those who will drop out have a date too: it is the date if they go on.",
            "Without topics in the subject, or before anybody has a pace, there is no date.",
        ),
    ),
    "lead_scoring": Words(
        "Lead score",
        "Estimates for every open inquiry how likely it is to enrol, from what was known at its capture, a day or a"
        " week after it, and names what speaks for and against. Counselors decide whom to call first by it.",
        "Inquiries that came in after all that the model had learned from, in four windows of time.",
        (
            "An inquiry that has been open for weeks is still scored by its first week, so its chance is too high.",
            "It says who is likely to come, not whom a call would win: some come without one.",
            "What was written after the outcome is looked for and rejected; what nothing gives away may slip through.",
            "With fewer than 50 ended inquiries the source's rate answers; so it does while no model clearly beats it.",
        ),
    ),
}
TARGETS: Final = {
    "p_enrol": "enrols",
    "p_drop": "ends without completion",
    "p_drop_30d": "ends without completion within 30 days",
}
SUBJECTS: Final = TARGETS | {
    "days_since_session": "days since the last session",
    "missed_share": "share of assessments missed",
    "mark_mean_percent": "mean mark",
    "progress_share": "share of topics done",
    "progress_gap": "progress against the plan",
    "elapsed_share": "planned time gone",
    "log_days_since_start": "days since the start",
}


def words_of(model: str) -> Words:
    """The words of a model; its name alone where nobody has written any."""
    return MODELS.get(model, Words(_spoken(model).capitalize(), "", "", ()))


def subject_in_words(subject: str) -> str:
    """A column or probability as people say it."""
    return SUBJECTS.get(subject, _spoken(subject))


def _spoken(name: str) -> str:
    return name.replace("_", " ").replace(" 7d", ", 7 days").replace(" 14d", ", 14 days").replace(" 28d", ", 28 days")
