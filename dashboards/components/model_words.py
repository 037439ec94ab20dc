"""What each model is called, what it does, and what it cannot do, for people who run an institute.

Not here: figures; those are measured and published. A new model adds its entry.
"""

from typing import Final, NamedTuple

from dashboards.language import _, gettext_noop


class Words(NamedTuple):
    """A model in words: its name, what it does and who uses it, whom it was tested on, what it cannot do."""

    name: str
    does: str
    tested_on: str
    limits: tuple[str, ...]


MODELS: Final = {
    "at_risk": Words(
        gettext_noop("At risk"),
        gettext_noop(
            "Estimates for every active enrolment how likely it is to end without completion, at all and within 30"
            " days, and names what speaks for it. Faculty and counselors decide whom to call first by it; students"
            " never see it."
        ),
        gettext_noop(
            "Enrolments whose outcome is known, each judged by a model and a calibration that had not seen that"
            " student; seasons are mixed there. And past dates, on which everything was done as if it were that day,"
            " the choice of the method included."
        ),
        (
            gettext_noop(
                "It sees what is recorded: sessions, attendance, topics, assessments, marks. It knows nothing of a"
                " life."
            ),
            gettext_noop(
                "With fewer than 50 known outcomes a simple rule answers. So it does as long as no model clearly beats"
                " it."
            ),
            gettext_noop(
                "A new kind of course, or a season unlike the last, makes it less exact until outcomes of it are known."
            ),
            gettext_noop("It says who may leave, not what will keep them."),
        ),
    ),
    "completion": Words(
        gettext_noop("Completion forecast"),
        gettext_noop(
            "Estimates when an active enrolment will be completed: an early, a middle and a late date. Students,"
            " faculty and counselors see it."
        ),
        gettext_noop(
            "Enrolments that were completed, each forecast by a model that had not seen that student; and past dates,"
            " on which everything was done as if it were that day."
        ),
        (
            gettext_noop("Those who will drop out have a date too: it is the date if they go on."),
            gettext_noop(
                "Holidays, weekdays without sessions and paused time do not count, as far as they are recorded."
            ),
            gettext_noop("Without topics in the subject, or before anybody has a pace, there is no date."),
        ),
    ),
    "demand": Words(
        gettext_noop("Demand"),
        gettext_noop(
            "Estimates for each of the weeks ahead how many sessions, new enrolments, inquiries and completions a"
            " campus will have, as a range. Admins see beside it how many hours of faculty there will be."
        ),
        gettext_noop(
            "Past weeks, each forecast from the weeks before it by a method that was chosen without them; beside last"
            " week's and last year's value."
        ),
        (
            gettext_noop("It knows what has happened in earlier weeks and which holidays come, not what is planned."),
            gettext_noop(
                "With little history the mean of recent weeks answers; Prophet does only where it clearly beats that."
            ),
            gettext_noop("A new campus or a campaign looks like chance to it until some weeks of it have passed."),
        ),
    ),
    "interventions": Words(
        gettext_noop("Does help help"),
        gettext_noop(
            "Estimates by how much more often students stay who were helped after an alert, with a range. Admins see"
            " it on the board of those at risk."
        ),
        gettext_noop(
            "Alerts whose 30 days are over: those shown at once against those that waited by lot, and helped against"
            " similar students who were not."
        ),
        (
            gettext_noop(
                "The comparison by lot is fair but needs many alerts; until then it says that there is not enough data."
            ),
            gettext_noop(
                "The comparison with similar students knows only what is recorded: whoever is helped may differ"
                " otherwise."
            ),
            gettext_noop("It is of the whole institute; a campus has too few alerts."),
        ),
    ),
    "learning_path": Words(
        gettext_noop("Learning path and difficulty"),
        gettext_noop(
            "Orders the topics that a student can begin by what they need and what is mastered, says why, and tells how"
            " many hours and sessions each topic takes. Students and faculty see what is next, admins what is hard."
        ),
        gettext_noop(
            "Topics that were begun after a past date and mastered since, told from what had been mastered by then."
        ),
        (
            gettext_noop("A topic that few have mastered is told as the others of its subject are, with a wide range."),
            gettext_noop(
                "It knows the order that somebody has entered; where no prerequisite is entered, it knows none."
            ),
            gettext_noop("It stands for today's mastery; how a path looked on a past day is not told."),
        ),
    ),
    "sentiment": Words(
        gettext_noop("Sentiment and themes"),
        gettext_noop(
            "Reads comments in English, Hindi in Latin letters and a mixture of both: whether they are positive,"
            " neutral or negative, and what they are about, with the words that show it. Admins see themes and their"
            " trend."
        ),
        gettext_noop(
            "Comments that staff have labelled or corrected, each judged, and its confidence told, by what had not"
            " learned from it."
        ),
        (
            gettext_noop(
                "Irony and what is between the lines escape it; where it is unsure it says so and leaves it to staff."
            ),
            gettext_noop("Without corrections of staff it goes by a word list alone; it learns from every correction."),
            gettext_noop("Other languages and scripts are not read."),
        ),
    ),
    "velocity": Words(
        gettext_noop("Learning velocity"),
        gettext_noop(
            "Estimates how much understanding a student gains in an hour of teaching, whether that rises or falls, and"
            " how it compares with others at the same stage. Faculty and students see it in words."
        ),
        gettext_noop("Later weeks of the same students, foretold from the weeks before."),
        (
            gettext_noop("A short history says little: the estimate then leans on the students of the same subject."),
            gettext_noop(
                "It is as good as the understandings that are noted; where none is, a topic done counts as just"
                " mastered."
            ),
            gettext_noop("Being slow is no fault: a hard topic or a long pause slows everybody."),
        ),
    ),
    "lead_scoring": Words(
        gettext_noop("Lead score"),
        gettext_noop(
            "Estimates for every open inquiry how likely it is to enrol, from what was known at its capture, a day or a"
            " week after it, and names what speaks for and against. Counselors decide whom to call first by it."
        ),
        gettext_noop("Inquiries that came in after all that the model had learned from, in four windows of time."),
        (
            gettext_noop(
                "An inquiry that has been open for weeks is still scored by its first week, so its chance is too high."
            ),
            gettext_noop("It says who is likely to come, not whom a call would win: some come without one."),
            gettext_noop(
                "What was written after the outcome is looked for and rejected; what nothing gives away may slip"
                " through."
            ),
            gettext_noop(
                "With fewer than 50 ended inquiries the source's rate answers; so it does while no model clearly beats"
                " it."
            ),
        ),
    ),
}


class Compared(NamedTuple):
    """How a model is compared between groups of people: what was observed, and what being chosen by it means.

    `chosen` is empty for a model by which nobody is chosen. `is_share`: shares, else mastery levels gained.
    """

    observed: str
    chosen: str
    explained: str
    is_share: bool = True


# Models that speak of a single person.
COMPARED: Final = {
    "at_risk": Compared(
        gettext_noop("Really left"),
        gettext_noop("On the list"),
        gettext_noop("“Found” is the share of those who really left that the model would have put on the list."),
    ),
    "completion": Compared(
        gettext_noop("Really finished"),
        gettext_noop("Foretold"),
        gettext_noop(
            "The chance to have finished by today, as told on past dates. Foretold is whoever had a chance of 50% or"
            " more; “found” is the share of those foretold among those who really finished."
        ),
    ),
    "velocity": Compared(
        gettext_noop("Really gained"),
        "",
        gettext_noop(
            "Levels of understanding gained in the next four weeks, as told on past dates. Nobody is chosen by it."
        ),
        is_share=False,
    ),
    "lead_scoring": Compared(
        gettext_noop("Really enrolled"),
        gettext_noop("High band"),
        gettext_noop(
            "“Found” is the share of those who really enrolled that the model would have put into the high band."
        ),
    ),
}
TARGETS: Final = {
    "p_enrol": gettext_noop("enrols"),
    "p_drop": gettext_noop("ends without completion"),
    "p_drop_30d": gettext_noop("ends without completion within 30 days"),
    "p_finish": gettext_noop("is completed"),
}
SUBJECTS: Final = TARGETS | {
    "confidence": gettext_noop("staff agree"),
    "range_holds": gettext_noop("the range holds what came"),
    "positive_share": gettext_noop("staff call a comment positive"),
    "chance_negative": gettext_noop("how negative comments are"),
    "chance_neutral": gettext_noop("how neutral comments are"),
    "chance_positive": gettext_noop("how positive comments are"),
    "words_written": gettext_noop("words of a comment"),
    "delivered_hours": gettext_noop("hours of teaching in a week"),
    "mastery_gained": gettext_noop("levels gained in a week"),
    "days_since_session": gettext_noop("days since the last session"),
    "missed_share": gettext_noop("share of assessments missed"),
    "mark_mean_percent": gettext_noop("mean mark"),
    "competency_slope": gettext_noop("trend of understanding"),
    "not_held_share": gettext_noop("share of planned sessions that were not held"),
    "schedule_fit": gettext_noop("share of sessions at the student's usual times"),
    "progress_share": gettext_noop("share of topics done"),
    "progress_gap": gettext_noop("progress against the plan"),
    "elapsed_share": gettext_noop("planned time gone"),
    "log_days_since_start": gettext_noop("days since the start"),
}

# Models of which nobody compares those they learned from with those they speak of.
WITHOUT_DRIFT: Final = frozenset(("interventions", "learning_path"))
_ON_PAST_DATES: Final = "_on_past_dates"

# What models are compared with.
BASELINES: Final = frozenset(
    (
        gettext_noop("rule"),
        gettext_noop("even spread"),
        gettext_noop("base rate"),
        gettext_noop("observed"),
        gettext_noop("linear pace"),
        gettext_noop("one constant"),
        gettext_noop("lexicon"),
        gettext_noop("majority"),
        gettext_noop("source rate"),
        gettext_noop("raw velocity so far"),
        gettext_noop("raw velocity of four weeks"),
        gettext_noop("mean of the cohort at the same stage"),
        gettext_noop("raw mean of the topic"),
        gettext_noop("mean of all topics of the subject"),
        gettext_noop("naive: the last week again"),
        gettext_noop("seasonal naive: the week a year ago"),
        gettext_noop("Prophet alone"),
        gettext_noop("nominal"),
        gettext_noop("promised"),
        gettext_noop("no effect"),
        gettext_noop("share that finishes"),
        gettext_noop("word list"),
        gettext_noop("all"),
    )
)


def baseline_name(name: str) -> str:
    """What a model is compared with; of a new model as it calls it."""
    return _(name) if name in BASELINES else name


def words_of(model: str) -> Words:
    """The words of a model; its name alone where nobody has written any."""
    known = MODELS.get(model, Words(_spoken(model).capitalize(), "", "", ()))
    return Words(_(known.name), _(known.does), _(known.tested_on), tuple(_(limit) for limit in known.limits))


def compared_by(model: str) -> Compared | None:
    """How a model is compared between groups of people; None for one that speaks of nobody."""
    known = COMPARED.get(model)
    if known is None:
        return None
    return Compared(_(known.observed), _(known.chosen), _(known.explained), known.is_share)


def subject_in_words(subject: str) -> str:
    """A column or probability as people say it; `_on_past_dates` at its end: as told on them."""
    if subject.endswith(_ON_PAST_DATES):
        return _("{what}, as told on past dates", what=subject_in_words(subject.removesuffix(_ON_PAST_DATES)))
    return _(SUBJECTS.get(subject, _spoken(subject)))


def _spoken(name: str) -> str:
    return name.replace("_", " ").replace(" 7d", ", 7 days").replace(" 14d", ", 14 days").replace(" 28d", ", 28 days")
