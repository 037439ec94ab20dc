"""The edge where figures leave: what a finished snapshot must be before readers are switched to it.

Belongs here: which relations must be there, and the rules. The facts they are held to are read by `inventory.py`.
"""

from dataclasses import asdict
from pathlib import Path

import duckdb
import pandas as pd

from warehouse.expectations.inventory import Facts, Wanted, inventory, plain_reason
from warehouse.expectations.rules import Rule, always_null, within
from warehouse.expectations.runner import Check
from warehouse.expectations.verdict import Edge, Severity, Verdict
from warehouse.published import read_build
from warehouse.relations import MARTS
from warehouse.settings import Settings

_BUILD_ANEW = "Run `headway build`, which makes the snapshot anew."

# What only the restricted file may hold, by the name of the column.
PERSONAL_COLUMNS = frozenset(
    {
        "first_name",
        "last_name",
        "student_name",
        "email",
        "phone",
        "address",
        "date_of_birth",
        "emergency_contact_name",
        "emergency_contact_phone",
        "guardian_email",
        "comments",
        "faculty_notes",
        "student_feedback",
    }
)

WANTED = {
    "marts.dim_campus": Wanted("campus_id"),
    "marts.dim_student": Wanted("student_id"),
    "marts.dim_faculty": Wanted("faculty_id"),
    "marts.dim_subject": Wanted("subject_id"),
    "marts.dim_topic": Wanted("topic_id"),
    "marts.dim_date": Wanted("date_day"),
    "marts.fct_session": Wanted("session_id"),
    "marts.fct_attendance": Wanted("attendance_id", ("session_date",)),
    "marts.fct_topic_observation": Wanted("observation_key"),
    "marts.fct_assessment": Wanted("assessment_id", ("submitted_on", "graded_on")),
    "marts.fct_enrollment": Wanted("enrollment_id"),
    "marts.fct_inquiry": Wanted("inquiry_id"),
    "marts.fct_follow_up": Wanted("follow_up_id"),
    "marts.fct_payment": Wanted("payment_id", ("paid_on",)),
    "marts.fct_feedback": Wanted("feedback_id"),
    "marts.fct_reward": Wanted("reward_id"),
    "features.feat_velocity_week": Wanted("velocity_week_key"),
    "reporting.rpt_institute_overview": Wanted("campus_code", ("as_of_date",)),
    "reporting.rpt_institute_at_risk": Wanted("enrollment_id", ("scored_as_of",)),
}


def _rules(settings: Settings) -> list[Rule]:
    return [
        always_null(
            "missing",
            what="A relation that screens need is not in the snapshot",
            why="Every screen that asks for it would show an error.",
            resolve=f"Look whether dbt built it. {_BUILD_ANEW}",
        ),
        always_null(
            "gone",
            what="A relation of the last snapshot is not there any more",
            why="Whoever queries it will get an error.",
            resolve="Nothing to do if it was removed on purpose; otherwise look whether dbt built it.",
            severity=Severity.WARNING,
        ),
        always_null(
            "unreadable",
            what="A relation cannot be read",
            why="The file is damaged or was not written to its end.",
            resolve=f"Look at the disk's free space and health. {_BUILD_ANEW}",
        ),
        always_null(
            "missing_columns",
            what="A relation lacks columns that screens need",
            why="Every screen that asks for them would show an error.",
            resolve=f"Look at the model in dbt. {_BUILD_ANEW}",
        ),
        always_null(
            "dropped_columns",
            what="A relation lacks columns that it had in the last snapshot",
            why="Whoever queries them will get an error.",
            resolve="Nothing to do if they were removed on purpose; otherwise look at the model in dbt.",
            severity=Severity.WARNING,
        ),
        always_null(
            "personal_columns",
            what="A relation that analysts read holds personal data",
            why="Names and contacts may only be in the restricted file, which the application alone opens.",
            resolve="Move these columns to a model in the schema `restricted`.",
        ),
        *_counts(settings),
        within(
            "last_day_ahead",
            None,
            0,
            what="A relation knows days that have not come yet, counted in days from the day of the build",
            why="Figures by day, week and month would show what has not happened.",
            resolve="Correct these rows in Headway; the next refresh builds and checks anew.",
        ),
    ]


def _counts(settings: Settings) -> list[Rule]:
    what = "A relation has lost many of its rows since the last snapshot (share of rows kept)"
    why = "So much seldom goes at once; more likely an import, a deletion or a model went wrong."
    return [
        within(
            "share_kept",
            settings.quality_rows_kept_min,
            None,
            what=what,
            why=why,
            resolve="If the rows were meant to go, set HEADWAY_QUALITY_ROWS_KEPT_MIN=0 for one build.",
        ),
        within(
            "share_kept_of_list",
            settings.quality_rows_kept_min,
            None,
            what=what,
            why=why,
            resolve="Look whether it is right; a list of what is open may really shrink.",
            severity=Severity.WARNING,
        ),
        within(
            "miscounted_rows",
            0,
            0,
            what="A relation has more or fewer rows than the snapshot says of itself",
            why="Part of it was not written, or stands there twice.",
            resolve=_BUILD_ANEW,
        ),
        within(
            "duplicate_keys",
            0,
            0,
            what="A relation has keys that stand in more than one row",
            why="Every figure over it would count them more than once.",
            resolve=f"Look at the failing unique test of the model in dbt. {_BUILD_ANEW}",
        ),
        within(
            "empty_keys",
            0,
            0,
            what="A relation has rows without a key",
            why="They join with nothing and drop out of figures.",
            resolve=f"Look at the failing not_null test of the model in dbt. {_BUILD_ANEW}",
        ),
    ]


def check_published(folder: Path, settings: Settings, previous: Path | None, *, across_months: bool = True) -> Verdict:
    """Holds a finished snapshot's folder to what readers rely on, before they are switched to it.

    Args:
        folder: the snapshot, still under the name nobody reads.
        settings: bounds, and the home in which results are kept.
        previous: the snapshot that readers see now; files that both have are not read again.
        across_months: whether keys of new months are looked for in all others. That costs what exists and not what
            changed, so it is left to the night.

    Returns:
        The verdict; each relation that is wrong is a breach of its own.
    """
    check = Check(Edge.PUBLISHED, settings)
    extract_id = None
    try:
        extract_id = read_build(folder).extract_id
        found = inventory(folder, previous, WANTED, PERSONAL_COLUMNS, across_months=across_months)
    except (duckdb.Error, OSError, ValueError, KeyError) as error:
        found = [Facts("the snapshot", unreadable=plain_reason(error, folder))]
    frame = pd.DataFrame([_row(facts, settings) for facts in found])
    check.look("snapshot", [frame], _rules(settings), key="relation", names_rows=True)
    return check.verdict(extract_id)


def _row(facts: Facts, settings: Settings) -> dict[str, object]:
    is_wanted = facts.relation in WANTED
    kept = None
    if facts.row_count is not None and (facts.rows_before or 0) >= settings.quality_rows_compared_from:
        kept = facts.row_count / (facts.rows_before or 1)
    # What has happened stays; what a report lists today may be gone tomorrow.
    is_history = facts.relation.startswith(f"{MARTS}.")
    return asdict(facts) | {
        "missing": "it is not there" if not facts.is_there and is_wanted else None,
        "gone": "it is not there" if not facts.is_there and not is_wanted else None,
        "share_kept": kept if is_history else None,
        "share_kept_of_list": None if is_history else kept,
    }
