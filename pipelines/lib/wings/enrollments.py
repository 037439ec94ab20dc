"""What the models of active enrolments share: the relations they read, and that each enrolment is answered once."""

import json
from datetime import date

import pandas as pd

from ml.contracts import active_features
from pipelines.lib.wings.wing import Input, Inputs

# For models that look at histories: those of whom nothing is asked any more are many, and a score needs none of them.
OF_ACTIVE = "enrollment_id in (select enrollment_id from features.feat_enrollment_outcome where status = 'active')"

# They group the fairness tables; nothing learns from them.
STUDENT_ATTRIBUTES = Input("intermediate.int_student__attribute", is_scored=False)

ENROLLMENT_INPUTS = {
    "features": Input("features.feat_enrollment_week", day_column="as_of_date"),
    "outcomes": Input("features.feat_enrollment_outcome"),
}


def active_rows(inputs: Inputs, as_of: date) -> pd.DataFrame:
    """The feature rows to score: one for each enrolment that is active on the day."""
    return active_features(inputs["features"], inputs["outcomes"], as_of)


def enrollment_faults(frame: pd.DataFrame, rows: pd.DataFrame) -> list[str]:
    """Whether a scoring answers exactly the enrolments of `rows`; an empty list when it does."""
    if set(frame["enrollment_id"]) != set(rows["enrollment_id"]) or frame["enrollment_id"].duplicated().any():
        return ["the scored enrolments are not exactly the active ones"]
    return []


def student_attributes(frame: pd.DataFrame) -> pd.DataFrame:
    """student_id, attribute, value: one row for each attribute of `int_student__attribute` that is filled."""
    told = [
        {"student_id": student, "attribute": name, "value": str(value)}
        for student, attributes in zip(frame["student_id"], frame["attributes"], strict=True)
        for name, value in json.loads(attributes).items()
        if value not in (None, "")
    ]
    return pd.DataFrame(told, columns=["student_id", "attribute", "value"])
