"""What every figure of a model is called and means, and which way is better. How they are shown: `model_table.py`."""

import re
from typing import Final, NamedTuple

from dashboards.components.labels import THEME_NAMES
from dashboards.language import _, gettext_noop
from warehouse.vocabulary import Theme


class Metric(NamedTuple):
    """How a metric is called, what it means, its decimals, and whether less is better (None: neither)."""

    name: str
    meaning: str
    digits: int = 2
    less_is_better: bool | None = False


METRICS: Final = {
    "auc": Metric(
        gettext_noop("Ranking (AUC)"),
        gettext_noop("How often a student who dropped out was ranked above one who finished; 0.5 is a coin toss."),
    ),
    "pr_auc": Metric(
        gettext_noop("Precision over recall (PR AUC)"),
        gettext_noop("How pure the top of the list is; the base rate is a coin toss."),
    ),
    "brier": Metric(
        gettext_noop("Squared error (Brier)"),
        gettext_noop("Mean squared distance of the estimate from what happened."),
        3,
        True,
    ),
    "expected_calibration_error": Metric(
        gettext_noop("Calibration error"),
        gettext_noop("How far an estimate of, say, 40% is from the share that really dropped out."),
        3,
        True,
    ),
    "known_outcomes": Metric(
        gettext_noop("Ended enrolments"),
        gettext_noop("How many ended enrolments it was trained and tested on."),
        0,
        None,
    ),
    "mean_prediction": Metric(
        gettext_noop("Mean prediction"), gettext_noop("Beside the share that came true."), 2, None
    ),
    "mae_days": Metric(
        gettext_noop("Mean error, days"),
        gettext_noop("How many days the forecast was off, on average, for finishers."),
        1,
        True,
    ),
    "coverage_p10_p90": Metric(
        gettext_noop("Range holds"),
        gettext_noop("Share of finishers whose day fell into the forecast range; 0.80 is promised."),
        2,
        None,
    ),
    "median_width_days": Metric(
        gettext_noop("Width of the range, days"), gettext_noop("Half of the ranges are narrower than this."), 0, None
    ),
    "brier_finished_by_now": Metric(
        gettext_noop("Squared error of the chance (Brier)"),
        gettext_noop("Of the chance to have finished by today, as told then."),
        3,
        True,
    ),
    "mean_finished_by_now": Metric(
        gettext_noop("Foretold to finish"),
        gettext_noop("Mean chance to have finished by today, beside the share that has."),
        2,
        None,
    ),
    "finishers": Metric(
        gettext_noop("Finishers"), gettext_noop("How many finished enrolments it was trained and tested on."), 0, None
    ),
}
_LEAD_ORDER: Final = gettext_noop(
    "How often an inquiry that enrolled was ranked above one that was lost; 0.5 is a coin toss."
)
# The same measures of another model, in its own words, and those that only it has.
METRICS_OF: Final = {
    "lead_scoring": {
        "auc": Metric(gettext_noop("Ranking (AUC) at capture"), _LEAD_ORDER),
        "auc_after_a_day": Metric(gettext_noop("Ranking (AUC) after a day"), _LEAD_ORDER),
        "auc_after_a_week": Metric(gettext_noop("Ranking (AUC) after a week"), _LEAD_ORDER),
        "expected_calibration_error": Metric(
            gettext_noop("Calibration error"),
            gettext_noop("How far an estimate of, say, 40% is from the share that really enrolled."),
            3,
            True,
        ),
        "lift_at_capacity": Metric(
            gettext_noop("Lift of a day's calls"),
            gettext_noop(
                "How many times as many enrolments the first calls of the list held as calls in any order; 1 is no"
                " gain."
            ),
        ),
        "known_outcomes": Metric(
            gettext_noop("Ended inquiries"),
            gettext_noop("How many ended inquiries it was trained and tested on."),
            0,
            None,
        ),
        "rejected_facts": Metric(
            gettext_noop("Rejected facts"),
            gettext_noop("How many columns were found to be written after the outcome, or sensitive."),
            0,
            None,
        ),
    },
    "velocity": {
        "coverage_of_next_4_weeks": Metric(
            gettext_noop("Range holds"),
            gettext_noop("Share whose gain of four weeks fell into the range that was told; 0.80 is promised."),
            2,
            None,
        ),
        "history_worth_a_cohort_levels": Metric(
            gettext_noop("Levels until the own history counts half"),
            gettext_noop("From so many expected levels on a student's own history weighs as much as the cohort."),
            1,
            None,
        ),
        "tested_enrollments": Metric(
            gettext_noop("Tested enrolments"), gettext_noop("On all past Mondays together."), 0, None
        ),
        "rmse_mastery_next_4_weeks": Metric(
            gettext_noop("Error over four weeks"),
            gettext_noop("Levels gained in the next four weeks against those foretold; large misses count more."),
            2,
            True,
        ),
        "mae_mastery_next_4_weeks": Metric(
            gettext_noop("Mean error over four weeks"),
            gettext_noop("Levels gained in the next four weeks against those foretold."),
            2,
            True,
        ),
    },
    "learning_path": {
        "topics_told_of": Metric(
            gettext_noop("Topics told of"), gettext_noop("Topics that enough students have mastered."), 0, None
        ),
        "tested_masteries": Metric(
            gettext_noop("Tested masteries"),
            gettext_noop("Topics begun after a past date and mastered since."),
            0,
            None,
        ),
        "rmse_log_hours_to_mastery": Metric(
            gettext_noop("Error of a topic's hours, as a factor"),
            gettext_noop("0.69 is twice or half as long as foretold."),
            2,
            True,
        ),
        "mae_hours_to_mastery": Metric(
            gettext_noop("Mean error of a topic's hours"), gettext_noop("Hours needed against hours foretold."), 1, True
        ),
    },
    "demand": {
        "series_forecast": Metric(
            gettext_noop("Series that are forecast"),
            gettext_noop("One for each measure, of every campus and of the whole institute, with enough weeks."),
            0,
            None,
        ),
        "prophet_share": Metric(
            gettext_noop("Share that Prophet serves"),
            gettext_noop("Of all series; the others are served by simpler methods that it did not clearly beat."),
            2,
            None,
        ),
        "coverage_sessions": Metric(
            gettext_noop("Range holds, sessions"),
            gettext_noop("Share of weeks whose sessions fell into the range that was told; 0.80 is promised."),
            2,
            None,
        ),
        "coverage_new_enrollments": Metric(
            gettext_noop("Range holds, new enrolments"),
            gettext_noop("Share of weeks whose new enrolments fell into the range that was told; 0.80 is promised."),
            2,
            None,
        ),
        "coverage_inquiries": Metric(
            gettext_noop("Range holds, inquiries"),
            gettext_noop("Share of weeks whose inquiries fell into the range that was told; 0.80 is promised."),
            2,
            None,
        ),
        "coverage_completions": Metric(
            gettext_noop("Range holds, completions"),
            gettext_noop("Share of weeks whose completions fell into the range that was told; 0.80 is promised."),
            2,
            None,
        ),
        "error_share_sessions": Metric(
            gettext_noop("Error, share of all sessions"),
            gettext_noop("How many sessions were foretold too many or too few, of all that came."),
            2,
            True,
        ),
        "error_share_new_enrollments": Metric(
            gettext_noop("Error, share of all new enrolments"),
            gettext_noop("How many new enrolments were foretold too many or too few, of all that came."),
            2,
            True,
        ),
        "error_share_inquiries": Metric(
            gettext_noop("Error, share of all inquiries"),
            gettext_noop("How many inquiries were foretold too many or too few, of all that came."),
            2,
            True,
        ),
        "error_share_completions": Metric(
            gettext_noop("Error, share of all completions"),
            gettext_noop("How many completions were foretold too many or too few, of all that came."),
            2,
            True,
        ),
    },
    "interventions": {
        "known_outcomes": Metric(
            gettext_noop("Alerts with a known outcome"),
            gettext_noop("First alerts whose 30 days are over."),
            0,
            None,
        ),
        "uplift_alert": Metric(
            gettext_noop("More who stayed, by alerts"),
            gettext_noop("Share that stayed among those shown at once, less that among those who waited by lot."),
        ),
        "uplift_help": Metric(
            gettext_noop("More who stayed, by help"),
            gettext_noop("Share that stayed among those helped within a week, less that among similar ones."),
        ),
        "placebo_uplift_alert": Metric(
            gettext_noop("The same with shuffled sides, alerts"),
            gettext_noop("What the method finds where there is nothing: an uplift within this range may be chance."),
            2,
            None,
        ),
        "placebo_uplift_help": Metric(
            gettext_noop("The same with shuffled sides, help"),
            gettext_noop("What the method finds where there is nothing: an uplift within this range may be chance."),
            2,
            None,
        ),
    },
    "sentiment": {
        "known_labels": Metric(
            gettext_noop("Settled comments"), gettext_noop("How many comments staff have settled."), 0, None
        ),
        "expected_calibration_error": Metric(
            gettext_noop("Calibration error"),
            gettext_noop("How far a confidence of, say, 70% is from the share that staff really agree with."),
            3,
            True,
        ),
        "share_sure": Metric(
            gettext_noop("Share it is sure of"),
            gettext_noop("Of the comments that staff have settled; of the others it says that it is unsure."),
            2,
            None,
        ),
        "accuracy_when_sure": Metric(
            gettext_noop("Share judged as staff did, where it is sure"),
            gettext_noop("Beside the share among all comments that staff have settled."),
        ),
        "macro_f1": Metric(
            gettext_noop("Agreement with staff (macro-F1)"),
            gettext_noop("1 is the same word as staff for every kind of comment."),
        ),
        "accuracy": Metric(
            gettext_noop("Share judged as staff did"), gettext_noop("Of the comments that staff have settled.")
        ),
    },
}
_ON_PAST_DATES: Final = "_on_past_dates"
_WITHIN_30_DAYS: Final = "_30d"
_SOME_WEEKS_ON: Final = re.compile(r"(?P<metric>\w+)_week_(?P<week>\d+)")
_OF_A_THEME: Final = "f1_of_theme_"


def metric_of(name: str, model: str = "") -> Metric:
    """A metric in words, those of the model where it has its own.

    The end of its name says of what or on whom it was measured: `_30d`, `_week_8`, `_on_past_dates`.
    """
    if name.endswith(_ON_PAST_DATES):
        told = metric_of(name.removesuffix(_ON_PAST_DATES), model)
        return told._replace(name=_("{name}, on past dates", name=told.name))
    if name.endswith(_WITHIN_30_DAYS):
        told = metric_of(name.removesuffix(_WITHIN_30_DAYS), model)
        return told._replace(name=_("{name}, within 30 days", name=told.name))
    if found := _SOME_WEEKS_ON.fullmatch(name):
        told = metric_of(found["metric"], model)
        return told._replace(name=_("{name}, {week} weeks after the start", name=told.name, week=found["week"]))
    if name.startswith(_OF_A_THEME) and name.removeprefix(_OF_A_THEME) in set(Theme):
        theme = THEME_NAMES[Theme(name.removeprefix(_OF_A_THEME))]
        meaning = _("How pure and how complete what it finds is, on comments it did not learn from; 1 is all and only.")
        return Metric(_("Theme “{theme}” (F1)", theme=theme), meaning)
    known = METRICS | METRICS_OF.get(model, {})
    plain = known.get(name, Metric(name.replace("_", " ").capitalize(), "", 2, None))
    return plain._replace(name=_(plain.name), meaning=_(plain.meaning))
