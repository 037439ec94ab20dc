"""At-risk: a probability, its band, and who says so."""

from warehouse.expectations.predicted.predicted import RESOLVE, Predicted, keyed, present, probability
from warehouse.expectations.rules import one_of
from warehouse.vocabulary import RiskBand

AT_RISK = {
    "at_risk": Predicted(
        (
            *keyed("enrollment_id", "enrolments"),
            present("p_drop"),
            probability("p_drop", "chances of dropping out"),
            present("p_drop_30d"),
            probability("p_drop_30d", "chances of dropping out within 30 days"),
            present("band"),
            one_of(
                "band",
                RiskBand,
                what="Some bands of risk are not in the vocabulary",
                why="Nobody would see these students in any list.",
                resolve=RESOLVE,
            ),
            present("model_version"),
        ),
        key="enrollment_id",
        watched="p_drop",
    )
}
