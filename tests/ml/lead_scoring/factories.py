"""Simulated inquiries: people of differing intent, an attribute that shows it, and leaks of every kind on demand."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from ml.lead_scoring import LeadSettings

CLOCK = date(2026, 6, 28)
SETTINGS = LeadSettings(medium_from=0.3, high_from=0.6, calls_per_day=10)
DAYS_TO_CLOSE = 30


@dataclass(frozen=True)
class Desk:
    """What an institute's desk has on its inquiries, as the features' relations tell it."""

    moments: pd.DataFrame
    attributes: pd.DataFrame
    outcomes: pd.DataFrame

    def with_attribute(self, name: str, values: pd.Series) -> "Desk":
        """The same with one more attribute; `values` by inquiry, None where it is empty."""
        known = values.dropna()
        added = pd.DataFrame(
            {"inquiry_id": known.index, "attribute_name": name, "attribute_value": known.astype(str).to_numpy()}
        )
        return replace(self, attributes=pd.concat([self.attributes, added], ignore_index=True))

    @property
    def is_over(self) -> pd.Series:
        """Whether each inquiry has ended, by inquiry."""
        return self.outcomes.set_index("inquiry_id")["outcome"].notna()

    @property
    def enrolled(self) -> pd.Series:
        """Whether each inquiry was enrolled, by inquiry."""
        return self.outcomes.set_index("inquiry_id")["outcome"] == "enrolled"


def desk(past: int, open_count: int, *, seed: int = 1, signal: float = 1.5) -> Desk:
    """`past` inquiries that ended after 30 days, and `open_count` newer ones; "Minutes on the site" shows intent."""
    random = np.random.default_rng(seed)
    count = past + open_count
    intent = random.normal(size=count)
    enrols = random.random(count) < 1.0 / (1.0 + np.exp(1.0 - signal * intent))
    days_ago = np.concatenate(
        [np.linspace(400, DAYS_TO_CLOSE, past), np.linspace(DAYS_TO_CLOSE - 1, 0, open_count)]
    ).astype(int)
    captured = pd.Timestamp(CLOCK) - pd.to_timedelta(days_ago, unit="D")
    closed = captured + pd.Timedelta(days=DAYS_TO_CLOSE)
    is_past = np.arange(count) < past
    ids = np.arange(1, count + 1)
    outcomes = pd.DataFrame(
        {
            "inquiry_id": ids,
            "captured_on": captured,
            "outcome": np.where(is_past, np.where(enrols, "enrolled", "lost"), None),
            "closed_on": pd.Series(closed).where(is_past),
        }
    )
    one = pd.DataFrame(
        {
            "inquiry_id": ids,
            "captured_on": captured,
            "campus_code": "PUNE",
            "source": random.choice(["website", "referral"], count),
            "priority": "medium",
            "subject_asked": random.choice(["PY", "SQL"], count),
            "subjects_asked": 1,
            "has_phone": True,
            "has_email": random.random(count) < 0.7,
            "has_counselor": True,
            "earlier_inquiries": 0,
            "captured_hour": random.integers(9, 20, count),
            "captured_weekday": captured.day_of_week + 1,
            "counselor_open_inquiries": random.integers(5, 30, count),
        }
    )
    reached = [
        one.assign(
            moment=moment,
            days_known=days,
            known_on=captured + pd.Timedelta(days=days),
            contacts_made=(random.random(count) < 0.2 + 0.1 * days) * 1 if days else 0,
            contacts_missed=0,
            stages_passed=0,
            days_since_contact=np.nan,
        )
        for moment, days in (("capture", 0), ("day", 1), ("week", 7))
    ]
    moments = pd.concat(reached, ignore_index=True)
    minutes = pd.Series(np.exp(1.5 + 0.6 * intent).round(1), index=ids)
    empty = pd.DataFrame({"inquiry_id": [], "attribute_name": [], "attribute_value": []})
    return Desk(moments[moments["known_on"] <= pd.Timestamp(CLOCK)], empty, outcomes).with_attribute(
        "Minutes on the site", minutes
    )
