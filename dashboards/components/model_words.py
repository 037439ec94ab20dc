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
            "Holidays, weekdays without sessions and paused time do not count, as far as they are recorded.",
            "Without topics in the subject, or before anybody has a pace, there is no date.",
        ),
    ),
    "demand": Words(
        "Demand",
        "Estimates for each of the weeks ahead how many sessions, new enrolments, inquiries and completions a campus"
        " will have, as a range. Admins see beside it how many hours of faculty there will be.",
        "Past weeks, each forecast from the weeks before it; beside last week's and last year's value.",
        (
            "It knows what has happened in earlier weeks and which holidays come, not what is planned.",
            "With little history the mean of recent weeks answers; Prophet does only where it clearly beats that.",
            "A new campus or a campaign looks like chance to it until some weeks of it have passed.",
        ),
    ),
    "interventions": Words(
        "Does help help",
        "Estimates by how much more often students stay who were helped after an alert, with a range. Admins see it on"
        " the board of those at risk.",
        "Alerts whose 30 days are over: those shown at once against those that waited by lot, and helped against"
        " similar students who were not.",
        (
            "The comparison by lot is fair but needs many alerts; until then it says that there is not enough data.",
            "The comparison with similar students knows only what is recorded: whoever is helped may differ otherwise.",
            "It is of the whole institute; a campus has too few alerts.",
        ),
    ),
    "learning_path": Words(
        "Learning path and difficulty",
        "Orders the topics that a student can begin by what they need and what is mastered, says why, and tells how"
        " many hours and sessions each topic takes. Students and faculty see what is next, admins what is hard.",
        "Topics that were begun after a past date and mastered since, told from what had been mastered by then.",
        (
            "A topic that few have mastered is told as the others of its subject are, with a wide range.",
            "It knows the order that somebody has entered; where no prerequisite is entered, it knows none.",
            "It stands for today's mastery; how a path looked on a past day is not told.",
        ),
    ),
    "sentiment": Words(
        "Sentiment and themes",
        "Reads comments in English, Hindi in Latin letters and a mixture of both: whether they are positive, neutral or"
        " negative, and what they are about, with the words that show it. Admins see themes and their trend.",
        "Comments that staff have labelled or corrected, each judged by a model that had not seen it.",
        (
            "Irony and what is between the lines escape it; where it is unsure it says so and leaves it to staff.",
            "Without corrections of staff it goes by a word list alone; it learns from every correction.",
            "Other languages and scripts are not read.",
        ),
    ),
    "velocity": Words(
        "Learning velocity",
        "Estimates how much understanding a student gains in an hour of teaching, whether that rises or falls, and how"
        " it compares with others at the same stage. Faculty and students see it in words.",
        "Later weeks of the same students, foretold from the weeks before.",
        (
            "A short history says little: the estimate then leans on the students of the same subject.",
            "It is as good as the understandings that are noted; where none is, a topic done counts as just mastered.",
            "Being slow is no fault: a hard topic or a long pause slows everybody.",
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
    "p_finish": "is completed",
}
SUBJECTS: Final = TARGETS | {
    "days_since_session": "days since the last session",
    "missed_share": "share of assessments missed",
    "mark_mean_percent": "mean mark",
    "competency_slope": "trend of understanding",
    "not_held_share": "share of planned sessions that were not held",
    "schedule_fit": "share of sessions at the student's usual times",
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
