"""How good the models are: what every row of every evaluation must say."""

from warehouse.expectations.predicted.predicted import Predicted, present, probability

_OF_WHAT = (present("model"), present("version"))

EVALUATIONS = {
    "model_card": Predicted((*_OF_WHAT, present("metric")), key="model"),
    "model_reliability": Predicted(
        (*_OF_WHAT, present("target"), probability("predicted", "mean predictions"), probability("observed", "shares")),
        key="model",
    ),
    "model_backtest": Predicted((*_OF_WHAT, present("origin_date"), present("metric")), key="model"),
    "model_drift": Predicted((*_OF_WHAT, present("day"), present("measure"), present("subject")), key="model"),
    "model_version": Predicted((*_OF_WHAT, present("kind"), present("trained_at")), key="model"),
    "model_fairness": Predicted((*_OF_WHAT, present("attribute"), present("group_name")), key="model"),
}
