"""The facts of an inquiry as one wide table: what the warehouse dated, what it could not, and imported attributes.

Not here: which facts may serve (`screening.py`) and what a model makes of them (`scorers.py`).
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from ml.contracts import checked
from ml.contracts.leads import INQUIRY_ATTRIBUTES, INQUIRY_MOMENTS, INQUIRY_OUTCOMES

MOMENTS = ("capture", "day", "week")
# An imported attribute is a number when nearly all its values are; a few codes written as digits stay names.
NUMERIC_SHARE = 0.95
FEWEST_NUMBERS = 6
ATTRIBUTE = "attribute: "


@dataclass(frozen=True)
class Fact:
    """One column of the wide table.

    Attributes:
        name: Name of the column.
        label: What people call it.
        is_number: Numbers are compared by size, everything else by name.
        is_dated: The warehouse knows when it became known; what is not dated has to pass the search for leaks.
        is_presence: It says only whether something was given, so it is judged like the gaps of an attribute.
    """

    name: str
    label: str
    is_number: bool
    is_dated: bool = False
    is_presence: bool = False


BUILT_IN = (
    Fact("source", "Source", is_number=False),
    Fact("campus_code", "Campus", is_number=False),
    Fact("priority", "Priority", is_number=False),
    Fact("subject_asked", "Subject asked for", is_number=False),
    Fact("subjects_asked", "Subjects asked for", is_number=True),
    Fact("has_phone", "Phone number given", is_number=True, is_presence=True),
    Fact("has_email", "E-mail address given", is_number=True, is_presence=True),
    Fact("has_counselor", "Counselor assigned", is_number=True, is_presence=True),
    Fact("earlier_inquiries", "Earlier inquiries of the same person", is_number=True, is_dated=True),
    Fact("captured_hour", "Hour of the day", is_number=True, is_dated=True),
    Fact("captured_weekday", "Day of the week", is_number=True, is_dated=True),
    Fact("counselor_open_inquiries", "Open inquiries of the counselor", is_number=True, is_dated=True),
    Fact("contacts_made", "Contacts made", is_number=True, is_dated=True),
    Fact("contacts_missed", "Contacts missed", is_number=True, is_dated=True),
    Fact("stages_passed", "Changes of stage", is_number=True, is_dated=True),
    Fact("days_since_contact", "Days since the last contact", is_number=True, is_dated=True),
)


@dataclass(frozen=True)
class Leads:
    """Inquiries as known on a date: one row per inquiry and moment, its facts, and what became of it.

    `rows`: `contracts.INQUIRY_MOMENTS` with the attributes as columns, and outcome, closed_on (empty while open).
    """

    rows: pd.DataFrame
    facts: tuple[Fact, ...]

    def at(self, moment: str) -> pd.DataFrame:
        """One row per inquiry that reached the moment."""
        return self.rows[self.rows["moment"] == moment].reset_index(drop=True)


def known_leads(moments: pd.DataFrame, attributes: pd.DataFrame, outcomes: pd.DataFrame, as_of: date) -> Leads:
    """The inquiries as they stood on a date, in an order that does not depend on how they were read.

    Args:
        moments: `feat_inquiry_moment`.
        attributes: `feat_inquiry_attribute`.
        outcomes: `feat_inquiry_outcome`.
        as_of: Inquiries and moments after it are unknown, ends after it have not happened.

    Raises:
        ContractError: A frame lacks a column or holds a wrong value.
    """
    known = checked(moments, INQUIRY_MOMENTS, "moments")
    known = known[known["known_on"] <= pd.Timestamp(as_of)]
    ends = checked(outcomes, INQUIRY_OUTCOMES, "outcomes")
    is_over = ends["closed_on"].notna() & (ends["closed_on"] <= pd.Timestamp(as_of))
    ends["outcome"] = ends["outcome"].where(is_over, None)
    ends["closed_on"] = ends["closed_on"].where(is_over)
    wide, facts = _wide(checked(attributes, INQUIRY_ATTRIBUTES, "attributes"), set(known["inquiry_id"]))
    rows = known.merge(ends[["inquiry_id", "outcome", "closed_on"]], on="inquiry_id").merge(
        wide, left_on="inquiry_id", right_index=True, how="left"
    )
    for fact in BUILT_IN:
        if not fact.is_number:
            rows[fact.name] = _named(rows[fact.name])
    return Leads(
        rows.sort_values(["captured_on", "inquiry_id", "days_known"]).reset_index(drop=True), (*BUILT_IN, *facts)
    )


def _wide(attributes: pd.DataFrame, inquiries: set[int]) -> tuple[pd.DataFrame, list[Fact]]:
    """The attributes as columns, numbers where they are numbers."""
    relevant = attributes[attributes["inquiry_id"].isin(inquiries)]
    unique = relevant.drop_duplicates(["inquiry_id", "attribute_name"])
    table = unique.pivot(index="inquiry_id", columns="attribute_name", values="attribute_value")
    columns: dict[str, pd.Series] = {}
    facts: list[Fact] = []
    for name in sorted(str(column) for column in table):
        values = table[name]
        numbers = pd.to_numeric(values, errors="coerce").where(lambda found: np.isfinite(found))
        is_number = bool(
            numbers.notna().sum() >= NUMERIC_SHARE * values.notna().sum() and numbers.nunique() >= FEWEST_NUMBERS
        )
        columns[ATTRIBUTE + name] = numbers.astype("float64") if is_number else _named(values)
        facts.append(Fact(ATTRIBUTE + name, name, is_number))
    return pd.DataFrame(columns, index=table.index), facts


def _named(values: pd.Series) -> pd.Series:
    """Text, with None for what is not there: one spelling of nothing."""
    return values.astype("object").where(values.notna() & (values.astype("object") != ""), None)


def latest(leads: Leads) -> pd.DataFrame:
    """The rows to score: each open inquiry at the last moment that it reached."""
    is_open = leads.rows["outcome"].isna()
    return leads.rows[is_open].drop_duplicates("inquiry_id", keep="last").reset_index(drop=True)
