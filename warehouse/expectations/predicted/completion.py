"""The completion forecast: dates in order, none in the past."""

import pandas as pd

from warehouse.expectations.predicted.predicted import RESOLVE, Predicted, keyed, present
from warehouse.expectations.rules import always_null

_CHANCES = ("p_finish", "p_on_time", "p_on_time_if_finished")


def _prepared(frame: pd.DataFrame) -> pd.DataFrame:
    day = {column: pd.to_datetime(frame[column]) for column in ("scored_as_of", "p10_date", "p50_date", "p90_date")}
    ordered = (
        ~(day["p10_date"] > day["p50_date"])
        & ~(day["p50_date"] > day["p90_date"])
        & ~(day["p10_date"] > day["p90_date"])
        & ~(day["p10_date"].fillna(day["p50_date"]) < day["scored_as_of"])
    )
    chances = frame[list(_CHANCES)].astype("float64")
    possible = ~((chances < 0) | (chances > 1)).any(axis=1) & ~(chances["p_on_time"] > chances["p_finish"])
    return pd.DataFrame(
        {
            "enrollment_id": frame["enrollment_id"],
            "scored_as_of": day["scored_as_of"],
            "method": frame["method"],
            "dates_out_of_order": frame["enrollment_id"].where(~ordered),
            "no_chance": frame["enrollment_id"].where(~possible),
            "days_until_done": (day["p50_date"] - day["scored_as_of"]).dt.days,
        }
    )


COMPLETION = {
    "completion_forecast": Predicted(
        (
            *keyed("enrollment_id", "enrolments"),
            present("scored_as_of"),
            present("method"),
            always_null(
                "dates_out_of_order",
                what="Some forecasts end before they begin, or lie before the day they were made on",
                why="A student would be shown a range of days that cannot be.",
                resolve=RESOLVE,
            ),
            always_null(
                "no_chance",
                what="Some chances lie outside 0 to 1, or on time is more likely than at all",
                why="Nobody can plan with a chance that cannot be.",
                resolve=RESOLVE,
            ),
        ),
        key="enrollment_id",
        watched="days_until_done",
        version_column="method",
        prepared=_prepared,
    )
}
