"""Lead scoring: a probability, its band, and what was found out about the facts it stands on."""

import pandas as pd

from warehouse.expectations.predicted.predicted import RESOLVE, Predicted, as_it_is, keyed, present, probability
from warehouse.expectations.rules import one_of
from warehouse.vocabulary import AttributeVerdict, LeadBand


def _prepared(frame: pd.DataFrame) -> pd.DataFrame:
    # The rate of a source is the same for many, and rightly so: only what was learned is watched.
    is_learned = ~frame["model_version"].astype("str").str.contains("-rate-", regex=False)
    return as_it_is(frame).assign(p_learned=frame["p_enrol"].where(is_learned))


LEADS = {
    "lead_score": Predicted(
        (
            *keyed("inquiry_id", "inquiries"),
            present("scored_as_of"),
            present("p_enrol"),
            probability("p_enrol", "chances of enrolling"),
            present("band"),
            one_of(
                "band",
                LeadBand,
                what="Some bands of leads are not in the vocabulary",
                why="Nobody would see these inquiries in any list.",
                resolve=RESOLVE,
            ),
            present("model_version"),
        ),
        key="inquiry_id",
        watched="p_learned",
        prepared=_prepared,
    ),
    "lead_attribute": Predicted(
        (
            *keyed("attribute", "facts of inquiries"),
            present("reason"),
            one_of(
                "verdict",
                AttributeVerdict,
                what="Some facts of inquiries have no verdict",
                why="Nobody could tell whether the lead score stands on them.",
                resolve=RESOLVE,
            ),
        ),
        key="attribute",
        watched="filled_share",
    ),
}
