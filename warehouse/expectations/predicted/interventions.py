"""The uplift: a difference of two shares, or none yet."""

from warehouse.expectations.predicted.predicted import RESOLVE, Predicted, keyed, present, probability
from warehouse.expectations.rules import within

INTERVENTIONS = {
    "intervention_uplift": Predicted(
        (
            *keyed("comparison", "comparisons"),
            present("status"),
            probability("kept_treated", "shares of students who stayed"),
            probability("kept_untreated", "shares of students who stayed"),
            within(
                "uplift",
                -1,
                1,
                what="Some uplifts are not differences of shares",
                why="An institute would believe what cannot be.",
                resolve=RESOLVE,
            ),
        ),
        key="comparison",
        watched="uplift",
    )
}
