"""What makes predictions unsound; a blocking check holds them back, and with them the publication."""

from datetime import date
from typing import Any

import pandas as pd


def risk_faults(frame: pd.DataFrame, rows: pd.DataFrame) -> list[str]:
    """What is wrong with a scoring of `rows`; an empty list when nothing is."""
    found = []
    if set(frame["enrollment_id"]) != set(rows["enrollment_id"]) or frame["enrollment_id"].duplicated().any():
        found.append("the scored enrolments are not exactly the active ones")
    if not frame["p_drop"].between(0, 1).all():
        found.append("a probability is missing or outside 0 to 1")
    return found


def forecast_faults(frame: pd.DataFrame, as_of: date) -> list[str]:
    """What is wrong with forecasts made on `as_of`; an empty list when nothing is."""
    dates: Any = frame[["p10_date", "p50_date", "p90_date"]].apply(pd.to_datetime).dropna()
    found = []
    if not ((dates["p10_date"] <= dates["p50_date"]) & (dates["p50_date"] <= dates["p90_date"])).all():
        found.append("p10, p50 and p90 are not in order")
    if (dates["p10_date"] < pd.Timestamp(as_of)).any():
        found.append("a forecast lies in the past")
    return found


def card_faults(frame: pd.DataFrame, versions: set[str]) -> list[str]:
    """Which serving versions have no card."""
    return [f"no card for {version}" for version in sorted(versions - set(frame["version"]))]
