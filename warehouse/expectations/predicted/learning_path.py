"""The learning path: topics told of once, shares that are shares, and a reason for whatever is suggested."""

from warehouse.expectations.predicted.predicted import Predicted, keyed, present, probability

LEARNING_PATH = {
    "topic_difficulty": Predicted(
        (
            *keyed("topic_id", "topics"),
            probability("review_share", "shares that need review"),
            present("difficulty"),
            present("model_version"),
        ),
        key="topic_id",
        watched="sessions_to_mastery",
    ),
    "topic_teaching": Predicted(
        (*keyed("topic_teaching_key", "topics of a faculty member"), present("effect"), present("verdict")),
        key="topic_teaching_key",
        watched="effect",
        may_agree=True,
    ),
    "next_topic": Predicted(
        (*keyed("next_topic_key", "suggestions"), present("reason"), present("suited_level")),
        key="next_topic_key",
        watched="expected_sessions",
    ),
}
