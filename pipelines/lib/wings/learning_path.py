"""The learning path among the models: how hard topics are, how well they are taught, what is next."""

from datetime import date

from ml import learning_path
from ml.contracts import known_outcomes
from ml.contracts.learning_path import NEXT_TOPIC, TOPIC_DIFFICULTY, TOPIC_TEACHING
from ml.evaluation import Evaluation
from pipelines.lib.wings.enrollments import OF_ACTIVE
from pipelines.lib.wings.wing import Frames, Input, Inputs, Output, Wing
from warehouse.settings import Settings


def _choices(settings: Settings) -> learning_path.LearningPathSettings:
    return learning_path.LearningPathSettings(
        mastery_level=settings.mastery_level, hard_from=settings.hard_exercises_from
    )


def _train(
    inputs: Inputs, as_of: date, seed: int, choices: learning_path.LearningPathSettings
) -> learning_path.LearningPathModel:
    return learning_path.train(inputs["mastery"], inputs["topics"], as_of=as_of, seed=seed, settings=choices)


def _evaluate(model: learning_path.LearningPathModel, inputs: Inputs, seed: int) -> Evaluation:
    return learning_path.evaluate(model, inputs["mastery"], inputs["topics"], seed=seed)


def _score(model: learning_path.LearningPathModel, inputs: Inputs, as_of: date) -> Frames:
    return learning_path.score(
        model, inputs["mastery"], inputs["topics"], inputs["prerequisites"], inputs["outcomes"], as_of=as_of
    )


def _faults(frames: Frames, inputs: Inputs, as_of: date) -> dict[str, list[str]]:
    known = known_outcomes(inputs["outcomes"], as_of)
    active = set(known.loc[known["status"] == "active", "enrollment_id"])
    following, difficulty, teaching = frames["next_topic"], frames["topic_difficulty"], frames["topic_teaching"]
    return {
        "topic_difficulty": ["a topic is told of twice"] if difficulty["topic_id"].duplicated().any() else [],
        "topic_teaching": ["a pair is told of twice"] if teaching["topic_teaching_key"].duplicated().any() else [],
        "next_topic": [] if set(following["enrollment_id"]) <= active else ["who has ended is told what is next"],
    }


LEARNING_PATH_WING = Wing(
    name="learning_path",
    inputs={
        "mastery": Input("features.feat_topic_mastery", scored_where=OF_ACTIVE),
        "topics": Input("marts.dim_topic"),
        "prerequisites": Input("marts.bridge_topic_prerequisite"),
        "outcomes": Input("features.feat_enrollment_outcome"),
    },
    outputs={
        "topic_difficulty": Output(TOPIC_DIFFICULTY, sound="every topic is told of once"),
        "topic_teaching": Output(TOPIC_TEACHING, sound="every topic and faculty member is told of once"),
        "next_topic": Output(NEXT_TOPIC, sound="only active enrolments are told what is next"),
    },
    choices=_choices,
    train=_train,
    evaluate=_evaluate,
    score=_score,
    faults=_faults,
)
