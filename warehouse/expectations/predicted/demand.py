"""The demand forecast: every week once, never below nothing."""

from warehouse.expectations.predicted.predicted import RESOLVE, Predicted, keyed, present
from warehouse.expectations.rules import within

DEMAND = {
    "demand_forecast": Predicted(
        (
            *keyed("series_week", "weeks"),
            present("method"),
            within(
                "p10",
                0,
                None,
                what="Some forecasts reach below nothing",
                why="An institute would plan for fewer than no sessions.",
                resolve=RESOLVE,
            ),
        ),
        key="series_week",
        watched="p50",
    )
}
